package io.atomic.reconcile.policy;

import io.atomic.reconcile.model.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
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
 */
public record Windows(SortedMap<String, List<Window>> byName, ZoneId local) {
  /** The rules of clocks come round once a year; what does not open in one never does. */
  private static final Duration HORIZON = Duration.ofDays(366);

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

  /** The first moment from now on at which it is open; null = it never is. */
  public @Nullable Instant opensNext(String name, Instant now) {
    var last = now.plus(HORIZON);
    for (var moment = now; !moment.isAfter(last); ) {
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
        moment =
            allowances(name).stream()
                .map(allowance -> allowance.beginsAfter(at))
                .min(Instant::compareTo)
                .orElseThrow();
      }
    }
    return null;
  }

  private boolean isAllowed(String name, Instant now) {
    var allowances = allowances(name);
    return allowances.isEmpty()
        || allowances.stream().anyMatch(allowance -> allowance.lastsUntil(now) != null);
  }

  private List<Recurrence> allowances(String name) {
    return recurrences(name, false);
  }

  private List<Recurrence> denials(String name) {
    return recurrences(name, true);
  }

  private List<Recurrence> recurrences(String name, boolean denies) {
    var windows = byName.get(name);
    if (windows == null) {
      throw new IllegalArgumentException("there is no window '%s'".formatted(name));
    }
    return windows.stream()
        .filter(window -> window.denies() == denies)
        .map(window -> new Recurrence(window, Objects.requireNonNullElse(window.zone(), local)))
        .toList();
  }
}
