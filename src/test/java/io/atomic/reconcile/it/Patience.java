package io.atomic.reconcile.it;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long a test waits for what is certain to come, on a machine that may be busy. */
final class Patience {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private Patience() {}

  static ConditionFactory patiently() {
    return Awaitility.await().atMost(LONGEST);
  }
}
