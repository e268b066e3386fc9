package io.atomic.reconcile.daemon;

import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.plan.Step;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the daemon makes progress: its schedule goes on, what is due is begun, and a run says
 * something from time to time. How long a run may be silent follows from the deadlines of the steps
 * that are under way and of what it calls, so that neither a long pull nor a long INSTALL is a
 * standstill.
 */
final class Heartbeat {
  /** Of the schedule's pulse, and of a wish that is due while nothing runs. */
  static final Duration PULSE = Duration.ofSeconds(10);

  private static final Duration LATE = Duration.ofMinutes(1);

  /**
   * What no deadline covers: looks, the record, a container that takes its ten minutes to stop, a
   * machine under load.
   */
  private static final Duration MARGIN = Duration.ofMinutes(15);

  private final LongSupplier nanos;
  private final Agenda agenda;
  private volatile long beat;
  private volatile long said;
  private volatile long ended;
  private volatile boolean running;
  private volatile Duration longestCall = Duration.ZERO;

  /** Of the steps that are under way and have one, by their IDs. */
  private final Map<String, Duration> deadlines = new ConcurrentHashMap<>();

  Heartbeat(LongSupplier nanos, Agenda agenda) {
    this.nanos = nanos;
    this.agenda = agenda;
    this.beat = nanos.getAsLong();
    this.ended = beat;
  }

  /** The schedule goes on. */
  void beat() {
    beat = nanos.getAsLong();
  }

  /** A run is under way, and says something. */
  void said() {
    said = nanos.getAsLong();
  }

  /**
   * Work begins: looks, or a run with the looks around it. Something else may become due meanwhile.
   *
   * @param longestCall the longest deadline of calls whose step has none
   */
  void begins(Duration longestCall) {
    this.longestCall = longestCall;
    deadlines.clear();
    said();
    running = true;
  }

  /** A step of the run has begun. */
  void began(Step step) {
    said();
    var deadline = step.action().deadline();
    if (deadline != null) {
      deadlines.put(step.id(), deadline);
    }
  }

  /** It has ended. */
  void ended(Step step) {
    said();
    deadlines.remove(step.id());
  }

  void ends() {
    running = false;
  }

  /** A run has ended; what follows it is a look. */
  void ran() {
    said();
    ended = nanos.getAsLong();
  }

  /** For how long there has been no run; not before the first one. */
  Duration idle() {
    return Duration.ofNanos(nanos.getAsLong() - ended);
  }

  /** What is wrong with it, as a clause; null = nothing. */
  @Nullable String ailment() {
    var now = nanos.getAsLong();
    var sinceBeat = Duration.ofNanos(now - beat);
    if (sinceBeat.compareTo(LATE) > 0) {
      return "the schedule has stood still for " + Durations.text(rounded(sinceBeat));
    }
    if (running) {
      var quiet = Duration.ofNanos(now - said);
      return quiet.compareTo(longestSilence()) > 0
          ? "a run has not got on for " + Durations.text(rounded(quiet))
          : null;
    }
    var overdue = agenda.overdue();
    return overdue.compareTo(LATE) > 0
        ? "a run is overdue by " + Durations.text(rounded(overdue))
        : null;
  }

  private Duration longestSilence() {
    return deadlines.values().stream()
        .reduce(longestCall, (one, other) -> one.compareTo(other) < 0 ? other : one)
        .plus(MARGIN);
  }

  private static Duration rounded(Duration exact) {
    return Duration.ofSeconds(exact.toSeconds());
  }
}
