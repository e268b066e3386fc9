package io.atomic.reconcile.daemon;

import io.atomic.reconcile.daemon.Order.Waiting;
import io.atomic.reconcile.report.ExitStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done, and when. Wishes come from many threads; whatever is due by the time that
 * somebody takes an order is one order, so that a thousand wishes are one run or two.
 */
final class Agenda {
  /** Causes whose detail would fill the log. */
  private static final int MOST_DETAILS = 5;

  private static final String ENDED = "the daemon ended before the run had begun";

  private final LongSupplier nanos;
  private final Map<Key, Entry> entries = new LinkedHashMap<>();
  private boolean closed;

  /** Wishes of one key are one wish. */
  private record Key(Cause.Kind kind, String subject) {}

  /**
   * What is waiting for its time.
   *
   * @param due when, in nanoseconds of the ticker
   * @param latest beyond which newer wishes do not put it off
   */
  private record Entry(
      Scope scope, List<Cause> causes, List<Waiting> waiting, long due, long latest) {}

  /**
   * When a wish is to be granted.
   *
   * @param quiet so long after the last wish of the kind
   * @param most so long after the first one, however many follow
   */
  record Patience(Duration quiet, Duration most) {
    static final Patience NONE = new Patience(Duration.ZERO, Duration.ZERO);

    static Patience of(Duration delay) {
      return new Patience(delay, delay);
    }
  }

  /**
   * An empty agenda.
   *
   * @param nanos a clock that nobody sets, such as {@link System#nanoTime}
   */
  Agenda(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** As soon as possible. */
  void add(Scope scope, Cause cause) {
    add(scope, cause, Patience.NONE);
  }

  void add(Scope scope, Cause cause, Patience patience) {
    add(new Key(cause.kind(), ""), scope, cause, List.of(), patience);
  }

  /** As soon as possible, for somebody who waits. */
  void add(Scope scope, Cause cause, Waiting waiting) {
    add(new Key(cause.kind(), ""), scope, cause, List.of(waiting), Patience.NONE);
  }

  /** Once for each subject: an earlier wish of the kind for the same one is put off with it. */
  synchronized void addOnce(String subject, Scope scope, Cause cause, Duration delay) {
    var key = new Key(cause.kind(), subject);
    var former = entries.remove(key);
    var both = former == null ? scope : former.scope().with(scope);
    add(key, both, cause, List.of(), Patience.of(delay));
  }

  /** Unless a wish of the kind for the same subject waits already. */
  synchronized void addUnlessWaiting(String subject, Scope scope, Cause cause, Duration delay) {
    var key = new Key(cause.kind(), subject);
    if (!entries.containsKey(key)) {
      add(key, scope, cause, List.of(), Patience.of(delay));
    }
  }

  /** It is not wanted any more. */
  synchronized void forget(Cause.Kind kind, String subject) {
    entries.remove(new Key(kind, subject));
  }

  private synchronized void add(
      Key key, Scope scope, Cause cause, List<Waiting> waiting, Patience patience) {
    if (closed) {
      waiting.forEach(Agenda::abandon);
      return;
    }
    var now = nanos.getAsLong();
    var due = now + patience.quiet().toNanos();
    var former = entries.get(key);
    entries.put(
        key,
        former == null
            ? new Entry(scope, List.of(cause), waiting, due, now + patience.most().toNanos())
            : new Entry(
                former.scope().with(scope),
                former.causes().size() < MOST_DETAILS
                    ? joined(former.causes(), List.of(cause))
                    : former.causes(),
                joined(former.waiting(), waiting),
                earlier(due, former.latest()),
                former.latest()));
    notifyAll();
  }

  /** Clocks of nanoseconds may overflow: only their differences mean anything. */
  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    var all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  /** Waits for an order; null = there will be none any more. */
  synchronized @Nullable Order take() throws InterruptedException {
    while (!closed) {
      var order = poll();
      if (order != null) {
        return order;
      }
      var wait = nanosUntilDue();
      if (wait == null) {
        wait();
      } else {
        // Rounded up: a wait that is a little too short would be followed by a very short one.
        wait(TimeUnit.NANOSECONDS.toMillis(wait) + 1);
      }
    }
    return null;
  }

  /**
   * Waits until something is due, or there will be nothing any more; false = not within so long.
   */
  synchronized boolean awaitDue(Duration longest) throws InterruptedException {
    var end = nanos.getAsLong() + longest.toNanos();
    while (!closed) {
      var due = nanosUntilDue();
      var left = end - nanos.getAsLong();
      if (due != null && due <= 0) {
        return true;
      }
      if (left <= 0) {
        return false;
      }
      wait(TimeUnit.NANOSECONDS.toMillis(due == null ? left : Math.min(due, left)) + 1);
    }
    return true;
  }

  /** What is due by now; null = nothing is. */
  synchronized @Nullable Order poll() {
    var now = nanos.getAsLong();
    Scope scope = null;
    var causes = new ArrayList<Cause>();
    var waiting = new ArrayList<Waiting>();
    for (var entries = this.entries.values().iterator(); entries.hasNext(); ) {
      var entry = entries.next();
      if (entry.due() - now <= 0) {
        entries.remove();
        scope = scope == null ? entry.scope() : scope.with(entry.scope());
        causes.addAll(entry.causes());
        waiting.addAll(entry.waiting());
      }
    }
    return scope == null ? null : new Order(scope, causes, waiting);
  }

  private @Nullable Long nanosUntilDue() {
    var now = nanos.getAsLong();
    return entries.values().stream()
        .map(entry -> Math.max(0, entry.due() - now))
        .min(Long::compare)
        .orElse(null);
  }

  /** How long the oldest wish that is due has been kept waiting; zero = nothing is due. */
  synchronized Duration overdue() {
    var now = nanos.getAsLong();
    return entries.values().stream()
        .map(entry -> Duration.ofNanos(Math.max(0, now - entry.due())))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private static void abandon(Waiting waiting) {
    waiting.abandoned(ENDED, ExitStatus.TRY_AGAIN);
  }

  /** There will be no more orders. */
  synchronized void close() {
    closed = true;
    entries.values().forEach(entry -> entry.waiting().forEach(Agenda::abandon));
    entries.clear();
    notifyAll();
  }
}
