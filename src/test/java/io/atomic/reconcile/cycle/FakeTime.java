package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.HealthCheck.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Time that passes when somebody sleeps, and not otherwise. */
final class FakeTime implements Time {
  static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  /** As on a machine that has been up for a while. */
  private static final Duration ORIGIN = Duration.ofHours(3);

  private Duration passed = Duration.ZERO;
  private Duration set = Duration.ZERO;
  private @Nullable Duration interruption;
  private final TreeMap<Duration, Duration> settings = new TreeMap<>();

  Duration passed() {
    return passed;
  }

  /** Lets time pass while somebody works. */
  void pass(Duration duration) {
    passed = passed.plus(duration);
    var due = settings.headMap(passed, true);
    due.values().forEach(by -> set = set.plus(by));
    due.clear();
  }

  /** Somebody sets the time of day. */
  void isSetForward(Duration at, Duration by) {
    settings.put(at, by);
  }

  void interruptsAt(Duration at) {
    interruption = at;
  }

  @Override
  public Instant now() {
    return NOON.plus(passed).plus(set);
  }

  @Override
  public Duration elapsed() {
    return ORIGIN.plus(passed);
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (duration.isPositive()) {
      pass(duration);
    }
    if (interruption != null && passed.compareTo(interruption) >= 0) {
      throw new InterruptedException();
    }
  }
}
