package io.atomic.reconcile.registry;

import io.atomic.reconcile.http.UnansweredException;
import io.atomic.reconcile.model.Durations;
import java.time.Duration;

/** How long one question may take: each exchange that it needs, and all of them together. */
final class Patience {
  /** More exchanges than that may be needed, but not as many slow ones. */
  private static final int SLOW_EXCHANGES = 3;

  private final Duration each;
  private final long end;

  /** Begins to run out at once. */
  Patience(Duration each) {
    this.each = each;
    this.end = System.nanoTime() + each.multipliedBy(SLOW_EXCHANGES).toNanos();
  }

  /** For the next exchange. */
  Duration left() throws UnansweredException {
    var left = Duration.ofNanos(end - System.nanoTime());
    if (!left.isPositive()) {
      throw new UnansweredException(
          "the answer was not there within " + Durations.text(each.multipliedBy(SLOW_EXCHANGES)));
    }
    return left.compareTo(each) < 0 ? left : each;
  }
}
