package io.atomic.reconcile.policy;

import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.HostSpec.Reboot;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import io.atomic.reconcile.model.HostSpec.Reboot.Inhibit;
import io.atomic.reconcile.model.HostSpec.Reboot.Strategy;
import io.atomic.reconcile.model.RebootObstacles;
import io.atomic.reconcile.model.RebootObstacles.Inhibitor;
import io.atomic.reconcile.model.RebootObstacles.Session;
import io.atomic.reconcile.plan.ClosedWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a host may boot now what it has staged.
 *
 * <p>What is cheap to wait for comes first, and what others share comes last: the window, the gate
 * file, programs that must not be shut down, people who are logged in, and only then the lock of
 * the fleet. People put it off and do not prevent it: they are warned every minute, and after ten
 * it goes ahead.
 *
 * @param policy of the manifest
 * @param timetable its windows, and those of the site: all of them have to be open
 */
public record RebootConsent(Reboot policy, Timetable timetable) {
  /** How long people who are logged in are waited for, all in all. */
  public static final Duration PATIENCE = Duration.ofMinutes(10);

  /** From one warning to the next. */
  public static final Duration PAUSE = Duration.ofMinutes(1);

  /**
   * How things stand.
   *
   * @param runBegan a run that began while its window was open may finish
   * @param gateIsOpen whether the gate file exists; of no account where none is named
   * @param postponedSince the {@link Verdict#postponedSince()} of the verdict before, for the same
   *     deployment; null = there was none, or it had none
   */
  public record Circumstances(
      Instant now,
      Instant runBegan,
      boolean gateIsOpen,
      Look look,
      @Nullable Instant postponedSince) {}

  /** Who would be disturbed. */
  public sealed interface Look {
    record Seen(RebootObstacles obstacles) implements Look {}

    /**
     * Nobody can tell.
     *
     * @param why "tried to x, but y"
     */
    record Unseen(String why) implements Look {}
  }

  /** What follows. */
  public sealed interface Verdict {
    /** It may boot now. */
    record Go() implements Verdict {}

    /** It may boot once the fleet agrees; nothing else is in the way. */
    record AskLock(FleetLock lock, @Nullable Instant postponedSince) implements Verdict {}

    /** Whoever wrote the manifest boots it by hand: nothing is wrong, and nothing waited for. */
    record NotWanted(String why) implements Verdict {}

    /**
     * Not now; nothing is wrong.
     *
     * @param until when to ask again at the latest; null = nobody knows
     */
    record Wait(Reason reason, String message, @Nullable Instant until) implements Verdict {}

    /**
     * Not in this minute, for the sake of people who are logged in: the run warns them, and asks
     * again.
     *
     * @param until when to ask again
     * @param warning for their terminals
     */
    record Postpone(String message, Instant until, String warning, Instant postponedSince)
        implements Verdict {
      public Reason reason() {
        return Reason.LOGGED_IN;
      }
    }

    /**
     * Since when people have been waited for, to be remembered beyond the run for the next verdict,
     * lest a run that is cut off begins all over again. Null = to be forgotten.
     */
    default @Nullable Instant postponedSince() {
      return null;
    }
  }

  /** What is waited for. */
  public enum Reason {
    WINDOW_CLOSED("WindowClosed"),
    /** The settings have none of that name any more. */
    WINDOW_UNKNOWN("WindowUnknown"),
    GATE_CLOSED("GateClosed"),
    INHIBITED("Inhibited"),
    OBSTACLES_UNKNOWN("ObstaclesUnknown"),
    LOGGED_IN("LoggedIn");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** What follows from how things stand. */
  public Verdict judge(Circumstances at) {
    if (policy.strategy() == Strategy.NEVER) {
      return new Verdict.NotWanted(
          "spec.reboot.strategy is 'never', so it waits until somebody boots this host");
    }
    var objection = objection(at);
    if (objection != null) {
      return objection;
    }
    var lock = policy.fleetLock();
    return lock == null ? new Verdict.Go() : new Verdict.AskLock(lock, at.postponedSince());
  }

  /** The first one; null = there is none. */
  private @Nullable Verdict objection(Circumstances at) {
    var window = window(at);
    if (window != null) {
      return window;
    }
    var gate = policy.gateFile();
    if (gate != null && !at.gateIsOpen()) {
      return new Verdict.Wait(
          Reason.GATE_CLOSED, "it waits for the gate file '%s'".formatted(gate), null);
    }
    if (policy.inhibit() == Inhibit.IGNORE) {
      return null;
    }
    return switch (at.look()) {
      case Look.Seen(var obstacles) ->
          obstacles.inhibitors().isEmpty()
              ? sessions(obstacles.sessions(), at)
              : inhibited(obstacles.inhibitors());
      case Look.Unseen(var why) -> new Verdict.Wait(Reason.OBSTACLES_UNKNOWN, why, null);
    };
  }

  private Verdict.@Nullable Wait window(Circumstances at) {
    if (timetable.isIgnored()) {
      return null;
    }
    var windows = timetable.windows();
    var names = timetable.ofReboot(policy);
    for (var name : names) {
      if (!windows.has(name)) {
        return new Verdict.Wait(
            Reason.WINDOW_UNKNOWN,
            "it waits for window '%s', which the settings do not have".formatted(name),
            null);
      }
    }
    var closed =
        names.stream()
            .filter(name -> !windows.isOpen(name, at.runBegan()))
            .map(name -> windows.closed(name, at.now()))
            .filter(Objects::nonNull)
            .toList();
    return closed.isEmpty()
        ? null
        : new Verdict.Wait(
            Reason.WINDOW_CLOSED,
            "it waits for "
                + closed.stream().map(ClosedWindow::toString).collect(Collectors.joining(", and ")),
            windows.opensNext(names, at.now()));
  }

  private static Verdict inhibited(List<Inhibitor> inhibitors) {
    return new Verdict.Wait(
        Reason.INHIBITED,
        inhibitors.stream()
            .map(inhibitor ->
                "'%s' asks not to be shut down: %s".formatted(inhibitor.who(), inhibitor.why()))
            .collect(Collectors.joining("; ")),
        null);
  }

  /** Null = nobody is logged in, or they have been waited for long enough. */
  private static @Nullable Verdict sessions(List<Session> sessions, Circumstances at) {
    var now = at.now();
    var before = at.postponedSince();
    // A clock that was put back prolongs nothing.
    var since = before == null || before.isAfter(now) ? now : before;
    var deadline = since.plus(PATIENCE);
    if (sessions.isEmpty() || !now.isBefore(deadline)) {
      return null;
    }
    var left = Duration.between(now, deadline);
    var next = left.compareTo(PAUSE) < 0 ? deadline : now.plus(PAUSE);
    return new Verdict.Postpone(
        "%s logged in; it goes ahead in %s at the latest"
            .formatted(
                sessions.stream().map(RebootConsent::text).collect(Collectors.joining(", "))
                    + (sessions.size() == 1 ? " is" : " are"),
                Durations.text(left)),
        next,
        "This host reboots into another version of its system in %s, or as soon as nobody is logged"
                .formatted(Durations.text(left))
            + " in. Save your work and log out.",
        since);
  }

  private static String text(Session session) {
    return "'%s'%s%s"
        .formatted(
            session.user(),
            session.terminal() == null ? "" : " on " + session.terminal(),
            session.remoteHost() == null ? "" : " from " + session.remoteHost());
  }
}
