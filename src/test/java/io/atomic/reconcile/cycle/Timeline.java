package io.atomic.reconcile.cycle;

import java.time.Duration;
import java.util.Objects;
import java.util.TreeMap;

/** Something that changes as time passes. */
final class Timeline<T> {
  private final FakeTime time;
  private final TreeMap<Duration, T> values = new TreeMap<>();

  Timeline(FakeTime time, T atFirst) {
    this.time = time;
    values.put(Duration.ZERO, atFirst);
  }

  void from(Duration at, T value) {
    values.put(at, value);
  }

  T now() {
    return Objects.requireNonNull(values.floorEntry(time.passed())).getValue();
  }
}
