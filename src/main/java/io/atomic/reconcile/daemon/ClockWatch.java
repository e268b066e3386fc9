package io.atomic.reconcile.daemon;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Notices that the clock was set back. Quartz waits for the time of day that it has worked out, and
 * after that would wait for as long as the clock was wrong. Forward, and over a suspend, it finds
 * what it has missed by itself.
 */
final class ClockWatch {
  /** Clocks are slewed by less in the time between two looks. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final Clock clock;
  private final LongSupplier nanos;
  private Instant wall;
  private long elapsed;

  ClockWatch(Clock clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    this.wall = clock.instant();
    this.elapsed = nanos.getAsLong();
  }

  /** By how much it was set back since the last look; zero = it was not. */
  Duration setBack() {
    var now = clock.instant();
    var ticks = nanos.getAsLong();
    var expected = wall.plusNanos(ticks - elapsed);
    wall = now;
    elapsed = ticks;
    var back = Duration.between(now, expected);
    return back.compareTo(TOLERANCE) > 0 ? back : Duration.ZERO;
  }
}
