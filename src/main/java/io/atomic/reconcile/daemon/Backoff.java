package io.atomic.reconcile.daemon;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How long something is left alone that fails, or has to be put right again and again: 10 s, twice
 * as long each time, 15 min at most, a little more or less so that hosts do not march in step.
 */
final class Backoff {
  static final Duration FIRST = Duration.ofSeconds(10);
  static final Duration LONGEST = Duration.ofMinutes(15);

  /** After so long without trouble what was is forgotten. */
  private static final Duration MEMORY = LONGEST.multipliedBy(2);

  /** Whoever kills a container by hand, and once more to be sure, need not wait. */
  private static final int FREE_CORRECTIONS = 2;

  private static final double JITTER = 0.2;

  private final LongSupplier nanos;
  private final RandomGenerator random;
  private final Map<String, Trouble> troubles = new HashMap<>();

  /**
   * What happened to one resource.
   *
   * @param failures in a row
   * @param corrections of drift, that something on this host made necessary
   * @param last when it happened last, in nanoseconds of the ticker
   * @param until when it is left alone
   */
  private record Trouble(int failures, int corrections, long last, long until) {}

  Backoff(LongSupplier nanos, RandomGenerator random) {
    this.nanos = nanos;
    this.random = random;
  }

  /** It failed; returns after what time it should be tried again. */
  synchronized Duration failed(String name) {
    var known = known(name);
    return note(name, known.failures() + 1, known.corrections());
  }

  /** It had drifted and was put right, which worked. */
  synchronized void corrected(String name) {
    note(name, 0, known(name).corrections() + 1);
  }

  /** It is as it should be. */
  synchronized void succeeded(String name) {
    var known = troubles.get(name);
    if (known != null && known.failures() > 0) {
      note(name, 0, known.corrections());
    }
  }

  /** It is something else now, as its manifest says. */
  synchronized void reset(String name) {
    troubles.remove(name);
  }

  /** How long it should still be left alone. */
  synchronized Duration remaining(String name) {
    var known = known(name);
    return Duration.ofNanos(Math.max(0, known.until() - nanos.getAsLong()));
  }

  private Trouble known(String name) {
    var now = nanos.getAsLong();
    var known = troubles.get(name);
    return known == null || now - known.last() > MEMORY.toNanos()
        ? new Trouble(0, 0, now, now)
        : known;
  }

  private Duration note(String name, int failures, int corrections) {
    var strikes = failures + Math.max(0, corrections - FREE_CORRECTIONS);
    var delay = strikes == 0 ? Duration.ZERO : jittered(delay(strikes));
    var now = nanos.getAsLong();
    troubles.put(name, new Trouble(failures, corrections, now, now + delay.toNanos()));
    return delay;
  }

  private static Duration delay(int strikes) {
    var doublings = Math.min(strikes - 1, 10);
    var delay = FIRST.multipliedBy(1L << doublings);
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }

  private Duration jittered(Duration delay) {
    var factor = 1 + JITTER * (2 * random.nextDouble() - 1);
    var nanos = (long) (delay.toNanos() * factor);
    return Duration.ofNanos(Math.clamp(nanos, FIRST.toNanos(), LONGEST.toNanos()));
  }
}
