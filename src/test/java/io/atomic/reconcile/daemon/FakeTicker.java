package io.atomic.reconcile.daemon;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A clock of nanoseconds that stands still until a test lets time pass. */
final class FakeTicker implements LongSupplier {
  /** Where nanoseconds overflow soon, as System.nanoTime may. */
  private long nanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

  void passes(Duration time) {
    nanos += time.toNanos();
  }

  @Override
  public long getAsLong() {
    return nanos;
  }
}
