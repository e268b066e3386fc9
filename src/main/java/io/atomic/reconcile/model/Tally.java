package io.atomic.reconcile.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is counted over all runs, so that it only ever grows, however short each process lives.
 *
 * @param lastRunAt when the last run ended; null = there was none
 * @param lastSuccessAt when the last one ended that left nothing to be desired; null = none did
 * @param runs by how they ended
 * @param changes steps carried out or tried
 * @param rollbacks by app
 * @param lockContended runs that gave up waiting for another one
 * @param notifications by what became of them
 */
public record Tally(
    @Nullable Instant lastRunAt,
    @Nullable Instant lastSuccessAt,
    SortedMap<String, Long> runs,
    RunTimes times,
    SortedMap<AppChange, Long> changes,
    SortedMap<String, Long> rollbacks,
    long lockContended,
    SortedMap<String, Long> notifications) {
  public static final Tally NOTHING =
      new Tally(
          null,
          null,
          Collections.emptySortedMap(),
          RunTimes.NONE,
          Collections.emptySortedMap(),
          Collections.emptySortedMap(),
          0,
          Collections.emptySortedMap());

  public Tally {
    runs = Collections.unmodifiableSortedMap(new TreeMap<>(runs));
    changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    rollbacks = Collections.unmodifiableSortedMap(new TreeMap<>(rollbacks));
    notifications = Collections.unmodifiableSortedMap(new TreeMap<>(notifications));
  }

  /**
   * One kind of step of one app.
   *
   * @param action as plans spell it
   */
  public record AppChange(String app, String action, Result result)
      implements Comparable<AppChange> {
    private static final Comparator<AppChange> ORDER =
        Comparator.comparing(AppChange::app)
            .thenComparing(AppChange::action)
            .thenComparing(AppChange::result);

    /** How it ended. */
    public enum Result {
      DONE,
      FAILED
    }

    @Override
    public int compareTo(AppChange other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * How long runs took.
   *
   * @param counts of runs that took at most as long as the bound of the same place says, and longer
   *     than the one before; the last has no bound
   * @param seconds of all together
   */
  public record RunTimes(List<Long> counts, double seconds) {
    /** In seconds: from a look at a few apps to an update over a slow line. */
    public static final List<Double> BOUNDS =
        List.of(0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0);

    public static final RunTimes NONE = new RunTimes(Collections.nCopies(BOUNDS.size() + 1, 0L), 0);

    public RunTimes {
      counts = List.copyOf(counts);
      if (counts.size() != BOUNDS.size() + 1) {
        throw new IllegalArgumentException("there are other bounds than were counted by");
      }
    }

    RunTimes with(Duration took) {
      var length = took.toNanos() / 1e9;
      var place = 0;
      while (place < BOUNDS.size() && length > BOUNDS.get(place)) {
        place++;
      }
      var more = new ArrayList<>(counts);
      more.set(place, more.get(place) + 1);
      return new RunTimes(more, seconds + length);
    }
  }

  /** With a run that was carried out. */
  public Tally withRun(String result, boolean succeeded, Instant endedAt, Duration took) {
    return new Tally(
        endedAt,
        succeeded ? endedAt : lastSuccessAt,
        more(runs, result, 1),
        times.with(took),
        changes,
        rollbacks,
        lockContended,
        notifications);
  }

  public Tally withLockContended() {
    return new Tally(
        lastRunAt,
        lastSuccessAt,
        runs,
        times,
        changes,
        rollbacks,
        lockContended + 1,
        notifications);
  }

  public Tally withChange(AppChange change) {
    return with(more(changes, change, 1), rollbacks, notifications);
  }

  public Tally withRollback(String app) {
    return with(changes, more(rollbacks, app, 1), notifications);
  }

  public Tally withNotifications(String result, long number) {
    return number == 0 ? this : with(changes, rollbacks, more(notifications, result, number));
  }

  /** Without apps that are gone: nobody asks for them any more, and they would only pile up. */
  public Tally ofApps(Set<String> apps) {
    var kept = new TreeMap<>(changes);
    kept.keySet().removeIf(change -> !apps.contains(change.app()));
    var back = new TreeMap<>(rollbacks);
    back.keySet().retainAll(apps);
    return with(kept, back, notifications);
  }

  private Tally with(
      SortedMap<AppChange, Long> otherChanges,
      SortedMap<String, Long> otherRollbacks,
      SortedMap<String, Long> otherNotifications) {
    return new Tally(
        lastRunAt,
        lastSuccessAt,
        runs,
        times,
        otherChanges,
        otherRollbacks,
        lockContended,
        otherNotifications);
  }

  private static <K> SortedMap<K, Long> more(SortedMap<K, Long> counts, K key, long number) {
    var all = new TreeMap<>(counts);
    all.merge(key, number, Long::sum);
    return all;
  }
}
