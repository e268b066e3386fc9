package io.atomic.reconcile.model;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When the daemon looks whether everything is as it should be.
 *
 * @param jitter so much later at most, at random each time, so that the hosts of a fleet do not all
 *     ask the same registry at once
 * @param zone by whose clock a cron expression counts; null = that of this host
 */
public record Schedule(Rhythm rhythm, Duration jitter, @Nullable ZoneId zone) {

  /** How often. */
  public sealed interface Rhythm {
    /** Again and again, counted from the start of the daemon. */
    record Every(Duration interval) implements Rhythm {}

    /** At the times of a Quartz cron expression, whose first field is seconds. */
    record Cron(String expression) implements Rhythm {}
  }

  /**
   * All schedules of a host.
   *
   * @param general of everything that has none of its own
   * @param apps those that apps have of their own, by name
   */
  public record Schedules(Schedule general, SortedMap<String, Schedule> apps) {
    public static final Schedules STANDARD =
        new Schedules(
            new Schedule(new Rhythm.Every(Duration.ofMinutes(15)), Duration.ZERO, null),
            Collections.emptySortedMap());

    public Schedules {
      apps = Collections.unmodifiableSortedMap(new TreeMap<>(apps));
    }
  }
}
