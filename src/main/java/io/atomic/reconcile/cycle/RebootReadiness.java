package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Diagnosis.Subject;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.model.RebootObstacles;
import io.atomic.reconcile.model.RebootObstacles.Inhibitor;
import io.atomic.reconcile.model.RebootObstacles.Session;
import java.util.ArrayList;
import java.util.List;

/** Judges whether the host can be kept, how the last boot went, and what one would meet now. */
final class RebootReadiness {
  private final Symptoms symptoms;

  RebootReadiness(Symptoms symptoms) {
    this.symptoms = symptoms;
  }

  List<Diagnosis> diagnose() {
    var found = new ArrayList<Diagnosis>();
    found.add(host());
    found.add(boot());
    switch (symptoms.obstacles()) {
      case Told.Unknown<RebootObstacles>(var message, var remedy) ->
          found.add(Diagnosis.warning(Subject.REBOOT, message, remedy));
      case Told.Known<RebootObstacles>(var obstacles) -> {
        obstacles.inhibitors().forEach(inhibitor -> found.add(blocks(inhibitor)));
        obstacles.sessions().forEach(session -> found.add(disturbs(session)));
        if (obstacles.equals(RebootObstacles.NONE)) {
          found.add(Diagnosis.ok(Subject.REBOOT, "nobody is in the way of a reboot"));
        }
      }
    }
    return found;
  }

  private Diagnosis host() {
    return switch (symptoms.os()) {
      case OsView.NotAsked _ -> Diagnosis.ok(Subject.HOST, "no manifest declares it");
      case OsView.NoTool(var message, var remedy) ->
          Diagnosis.problem(Subject.HOST, message, remedy);
      case OsView.Unreadable(var message, var remedy) ->
          Diagnosis.problem(Subject.HOST, message, remedy);
      case OsView.Seen seen -> {
        var booted = seen.booted();
        yield booted == null
            ? Diagnosis.problem(
                Subject.HOST,
                "none of its deployments is booted: this is another system, or a live medium",
                null)
            : Diagnosis.ok(
                Subject.HOST,
                "%s keeps its deployments, and '%s' is booted"
                    .formatted(seen.tool().program(), booted.title()));
      }
    };
  }

  private Diagnosis boot() {
    return switch (symptoms.boot()) {
      case COMPLETE ->
          Diagnosis.ok(Subject.BOOT, "it has proved itself: boot-complete.target is reached");
      case NOT_USED ->
          Diagnosis.ok(
              Subject.BOOT, "it has nothing to prove: nobody asks for boot-complete.target");
      case PENDING ->
          Diagnosis.warning(
              Subject.BOOT,
              "it has not proved itself yet: boot-complete.target is not reached",
              "systemctl list-jobs");
      case FAILED ->
          Diagnosis.problem(
              Subject.BOOT,
              "it has not proved itself: what boot-complete.target requires has failed",
              "systemctl --failed");
    };
  }

  private static Diagnosis blocks(Inhibitor inhibitor) {
    return Diagnosis.warning(
        Subject.REBOOT,
        "'%s' (process %d) blocks a shutdown: %s"
            .formatted(inhibitor.who(), inhibitor.pid(), inhibitor.why()),
        null);
  }

  /** Mostly that is who asks the doctor, so it is nothing odd. */
  private static Diagnosis disturbs(Session session) {
    var terminal = session.terminal() == null ? "" : " on " + session.terminal();
    var origin = session.remoteHost() == null ? "" : " from " + session.remoteHost();
    return Diagnosis.ok(
        Subject.REBOOT,
        "'%s' is logged in%s%s, and would be disturbed"
            .formatted(session.user(), terminal, origin));
  }
}
