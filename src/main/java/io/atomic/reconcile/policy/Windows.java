package io.atomic.reconcile.policy;

import io.atomic.reconcile.model.CronCalendar;
import io.atomic.reconcile.model.Window;
import io.atomic.reconcile.model.Window.Opening;
import io.atomic.reconcile.plan.ClosedWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The times at which this host may be disrupted, by name.
 *
 * <p>A name is open while one of its windows is, and none of those that deny. Where all of them
 * deny, it is open at all other times.
 *
 * @param byName at least one window each
 * @param local the zone of this host
 * @param calendar says when those come that cron expressions describe
 */
public record Windows(SortedMap<String, List<Window>> byName, ZoneId local, CronCalendar calendar) {
  /** The rules of clocks come round once a year; what does not open in one never does. */
  private static final Duration YEAR = Duration.ofDays(366);

  /** Cron knows leap days as well, which can be eight years apart. */
  private static final Duration LEAP_YEARS = Duration.ofDays(8 * 366);

  /** More often than that nobody's windows open and close before all of them are open. */
  private static final int LOOKS = 20_000;

  public Windows {
    var copy = new TreeMap<String, List<Window>>();
    byName.forEach((name, windows) -> copy.put(name, List.copyOf(windows)));
    byName = Collections.unmodifiableSortedMap(copy);
  }

  public SortedSet<String> names() {
    return new TreeSet<>(byName.keySet());
  }

  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /** Whether what waits for that window may begin. */
  public boolean isOpen(String name, Instant now) {
    return denials(name).stream().noneMatch(denial -> denial.lastsUntil(now) != null)
        && isAllowed(name, now);
  }

  /** What is to be said of a window that is not open; null = it is. */
  public @Nullable ClosedWindow closed(String name, Instant now) {
    if (!has(name)) {
      return new ClosedWindow(name, null);
    }
    return isOpen(name, now) ? null : new ClosedWindow(name, opensNext(name, now));
  }

  /** The first moment from now on at which all of them are open; null = there is none. */
  public @Nullable Instant opensNext(Collection<String> names, Instant now) {
    var moment = now;
    for (var look = 0; look < LOOKS; look++) {
      var all = moment;
      for (var name : names) {
        var opens = opensNext(name, all);
        if (opens == null || opens.isAfter(now.plus(LEAP_YEARS))) {
          return null;
        }
        all = opens;
      }
      if (all.equals(moment)) {
        return moment;
      }
      moment = all;
    }
    return null;
  }

  /** The first moment from now on at which it is open; null = it never is. */
  public @Nullable Instant opensNext(String name, Instant now) {
    var last = now.plus(isByCron(name) ? LEAP_YEARS : YEAR);
    var moment = now;
    for (var look = 0; look < LOOKS && !moment.isAfter(last); look++) {
      var at = moment;
      var denied =
          denials(name).stream()
              .map(denial -> denial.lastsUntil(at))
              .filter(Objects::nonNull)
              .max(Instant::compareTo);
      if (denied.isPresent()) {
        moment = denied.get();
      } else if (isAllowed(name, at)) {
        return at;
      } else {
        var next =
            allowances(name).stream()
                .map(allowance -> allowance.beginsAfter(at))
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
        if (next.isEmpty()) {
          return null;
        }
        moment = next.get();
      }
    }
    return null;
  }

  private boolean isAllowed(String name, Instant now) {
    var allowances = allowances(name);
    return allowances.isEmpty()
        || allowances.stream().anyMatch(allowance -> allowance.lastsUntil(now) != null);
  }

  private boolean isByCron(String name) {
    return windows(name).stream().anyMatch(window -> window.opening() instanceof Opening.Cron);
  }

  private List<Recurrence> allowances(String name) {
    return recurrences(name, false);
  }

  private List<Recurrence> denials(String name) {
    return recurrences(name, true);
  }

  private List<Recurrence> recurrences(String name, boolean denies) {
    return windows(name).stream()
        .filter(window -> window.denies() == denies)
        .map(window ->
            new Recurrence(window, Objects.requireNonNullElse(window.zone(), local), calendar))
        .toList();
  }

  private List<Window> windows(String name) {
    var windows = byName.get(name);
    if (windows == null) {
      throw new IllegalArgumentException("there is no window '%s'".formatted(name));
    }
    return windows;
  }
}
