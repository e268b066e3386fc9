package io.atomic.reconcile.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How often drift of one app is corrected: what somebody changes again each time is not fought over
 * for ever.
 *
 * @param corrections the most within the window
 * @param window how long a correction counts; runs are a quarter of an hour apart or more
 */
public record Flapping(int corrections, Duration window) {
  public static final Flapping STANDARD = new Flapping(5, Duration.ofDays(1));

  /** Those corrections that count at that moment, in order. */
  public List<Instant> counting(List<Instant> times, Instant now) {
    return times.stream().filter(time -> now.isBefore(time.plus(window))).toList();
  }

  /** Those that count when drift is corrected once more, with that correction. */
  public List<Instant> oneMore(List<Instant> times, Instant now) {
    var all = new ArrayList<>(counting(times, now));
    all.add(now);
    return List.copyOf(all);
  }
}
