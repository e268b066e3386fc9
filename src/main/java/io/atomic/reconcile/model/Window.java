package io.atomic.reconcile.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A time that comes again and again. Those of one name in the settings belong together: the name is
 * open while one that allows is, and none that denies.
 *
 * @param opening when it begins
 * @param length how long it lasts: elapsed time, whatever becomes of the clocks meanwhile
 * @param zone whose clock says when it begins; null = that of this host, as for systemd's timers
 * @param denies whether it is a time at which nothing may happen
 */
public record Window(Opening opening, Duration length, @Nullable ZoneId zone, boolean denies) {

  /** When a window begins. */
  public sealed interface Opening {
    /**
     * At a time of day. A time that the clock leaps over has come when it leaps; one that it shows
     * twice has come with the first.
     *
     * @param days at least one
     */
    record Weekly(SortedSet<DayOfWeek> days, LocalTime start) implements Opening {
      public Weekly {
        days = Collections.unmodifiableSortedSet(new TreeSet<>(days));
      }
    }

    /**
     * Whenever the clock shows what a cron expression says. Times that it leaps over or shows twice
     * have come as above.
     *
     * @param expression as {@link CronCalendar} understands it
     */
    record Cron(String expression) implements Opening {}
  }
}
