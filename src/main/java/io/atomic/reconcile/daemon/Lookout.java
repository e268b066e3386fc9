package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.daemon.Daemon.Ports;
import io.atomic.reconcile.report.AppStatus;
import io.atomic.reconcile.report.FinishedRun;
import io.atomic.reconcile.report.ResourceStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Looks how everything is, and tells whoever goes by that: the watch on the engine whom events
 * concern, the timer when a window opens, the service manager and those outside how things stand.
 */
final class Lookout {
  private final Ports ports;
  private final QuartzTimer timer;
  private final EngineWatch engine;
  private String standing = "";
  private volatile @Nullable String unreadiness = "it has not looked at this host yet";

  Lookout(Ports ports, QuartzTimer timer, EngineWatch engine) {
    this.ports = ports;
    this.timer = timer;
    this.engine = engine;
  }

  /** What earlier runs recorded tells already whom events concern. */
  void looksAtRecord() {
    try {
      engine.knows(new Known(ports.reconciler().desired(), ports.reconciler().recorded()));
    } catch (EffectException e) {
      ports.chronicle().warns(e.message(), e.remedy());
    }
  }

  /** Why the daemon is not ready, as a clause; null = it is. */
  @Nullable String unreadiness() {
    var absence = engine.absence();
    return unreadiness != null || absence == null
        ? unreadiness
        : "the container engine cannot be followed: " + absence;
  }

  /** A sentence about the first of the names that means nothing here; null = all mean something. */
  @Nullable String unknownAmong(Collection<String> names) {
    try {
      var there = Scope.known(ports.reconciler().desired(), ports.reconciler().recorded());
      return names.stream()
          .filter(name -> !there.contains(name))
          .findFirst()
          .map("there is no app '%s': it is neither declared nor recorded"::formatted)
          .orElse(null);
    } catch (EffectException e) {
      return e.message();
    }
  }

  /**
   * Looks at everything.
   *
   * @param run that has just ended; null = there was no need of one
   */
  void looks(@Nullable FinishedRun run) throws InterruptedException {
    try {
      if (ports.reconciler().look(Targets.ALL) instanceof Look.Seen(var seen)) {
        engine.knows(Known.of(seen.situation()));
        standing = standing(seen);
        timer.alsoAt(seen.plan().nextOpening(), Cause.of(Cause.Kind.WINDOW, "a window has opened"));
        unreadiness = null;
        ports.reconciler().tell(run, seen, timer.next());
      }
    } catch (EffectException e) {
      unreadiness = e.message();
      ports.chronicle().warns(e.message(), e.remedy());
      ports.reconciler().tell(run, null, timer.next());
    }
  }

  /** The last run has ended, after which nobody looks any more. */
  void leaves(FinishedRun run) {
    ports.reconciler().tell(run, null, timer.next());
  }

  /** There is nothing to do at the moment. */
  void waits() {
    var next = timer.next();
    ports
        .manager()
        .status(
            "waiting; %s%s"
                .formatted(
                    standing,
                    next == null
                        ? "no run is scheduled"
                        : "the next run is at " + timeOfDay(next)));
  }

  /** How many apps are as they should be, for who asks systemd. */
  private static String standing(Proposal seen) {
    var apps = AppStatus.all(seen);
    var synced = apps.stream().filter(app -> app.sync() == ResourceStatus.Sync.SYNCED).count();
    return apps.isEmpty() ? "" : "%d of %d apps as declared; ".formatted(synced, apps.size());
  }

  private static String timeOfDay(Instant time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        time.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
  }
}
