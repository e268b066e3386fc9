package io.atomic.reconcile.plan;

import static io.atomic.reconcile.plan.Difference.Cause.CONFIG;
import static io.atomic.reconcile.plan.Difference.Cause.DRIFT;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.plan.Change.Need;
import java.util.EnumSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares what an app's RUN has left with what its manifest wants to be there. */
final class LaunchDiffer {
  private final Target target;
  private final AppSpec spec;
  private final Standing standing;
  private final EngineKind engine;
  private final HostFacts host;
  private final Aim aim;
  private final Findings findings;

  LaunchDiffer(
      Target target,
      Standing standing,
      EngineKind engine,
      HostFacts host,
      Aim aim,
      Findings findings) {
    this.target = target;
    this.spec = target.app().spec();
    this.standing = standing;
    this.engine = engine;
    this.host = host;
    this.aim = aim;
    this.findings = findings;
  }

  void compare(AppRecord record) {
    if (findings.needs(Need.REPLACE)) {
      return;
    }
    var launch = record.launch();
    switch (spec.state()) {
      case RUNNING -> compareRunning(record, launch);
      case COMPLETED -> compareCompleted(launch);
      case STOPPED -> {
        if (Standing.isAlive(standing.current())) {
          changed(record, "state", "stopped", Need.HALT);
        } else if (standing.current() == null && isStoppedByItsLabelAlone(record)) {
          findings.differs(new Difference(CONFIG, "state", "running", "stopped"));
          findings.need(Need.HALT);
        }
      }
      case INSTALLED, ABSENT -> {}
    }
  }

  private void compareRunning(AppRecord record, @Nullable Launch launch) {
    if (launch == null) {
      // Not yet begun, or cut short by us: nobody's drift, so it is done in any case.
      findings.differs(new Difference(CONFIG, "state", status(standing.current()), "running"));
      findings.need(Need.LAUNCH);
      return;
    }
    if (runDiffers(launch)) {
      findings.need(
          standing.current() == null && !isStoppedByItsLabelAlone(record)
              ? Need.LAUNCH
              : Need.RELAUNCH);
      return;
    }
    if (launch.containerId() == null) {
      compareWithoutContainer(launch);
      return;
    }
    var container = standing.current();
    if (container == null) {
      if (target.runMakesContainer() || !target.mayInstall()) {
        findings.drifted(new Difference(DRIFT, "container", "gone", "running"), Need.LAUNCH);
      } else {
        // RUN only starts what INSTALL had made.
        findings.drifted(
            new Difference(DRIFT, "container", "gone", "running"), Need.INSTALL, Need.LAUNCH);
      }
      return;
    }
    switch (container.status()) {
      // A restart policy is at work, or the engine is: looked at again in the next run.
      case RUNNING, RESTARTING, REMOVING -> {}
      case CREATED, EXITED -> changed(record, "container", "running", Need.START);
      case PAUSED ->
          findings.drifted(new Difference(DRIFT, "container", "paused", "running"), Need.UNPAUSE);
      case DEAD ->
          findings.drifted(new Difference(DRIFT, "container", "dead", "running"), Need.RELAUNCH);
    }
    compareLive(container, launch);
  }

  private void compareLive(Container container, Launch launch) {
    var live = LiveComparison.of(launch.live(), container.live());
    for (var field : live.changed()) {
      var difference = live.difference(field);
      var correction = live.correction(field, engine);
      if (correction == Need.RELAUNCH && !target.runMakesContainer()) {
        findings.tolerate(
            difference, "INSTALL has made its container, and is not repeated for that");
      } else {
        findings.drifted(difference, correction);
      }
    }
    if (findings.needs(Need.RELAUNCH)) {
      // Whatever else was changed is right in a new container.
      findings.needNot(EnumSet.of(Need.RENAME, Need.RECONFIGURE, Need.START, Need.UNPAUSE));
    }
  }

  /** Whether its RUN left no container, and a STOP that was recorded undoes it. */
  private static boolean isStoppedByItsLabelAlone(AppRecord record) {
    var installation = record.installation();
    return record.runsWithoutContainer()
        && installation != null
        && AppCommands.has(installation.labels().stop(), installation.stop());
  }

  /** What runs or does not is drift, unless the manifest has just said another state. */
  private void changed(AppRecord record, String field, String wanted, Need correction) {
    var now = status(standing.current());
    if (record.manifest().spec().state() == spec.state()) {
      findings.drifted(new Difference(DRIFT, field, now, wanted), correction);
    } else {
      findings.differs(new Difference(CONFIG, field, now, wanted));
      findings.need(correction);
    }
  }

  /** A RUN that leaves no container cannot be observed: it is repeated where it cannot last. */
  private void compareWithoutContainer(Launch launch) {
    if (!launch.bootId().equals(host.bootId())) {
      findings.drifted(
          new Difference(DRIFT, "boot", "ran in an earlier boot", "runs again"), Need.LAUNCH);
    } else if (findings.needs(Need.INSTALL)) {
      findings.need(Need.LAUNCH);
    }
  }

  private void compareCompleted(@Nullable Launch launch) {
    if (launch == null || launch.exitCode() == null) {
      findings.differs(new Difference(CONFIG, "state", status(standing.current()), "completed"));
      findings.need(standing.current() == null ? Need.LAUNCH : Need.RELAUNCH);
    } else if (runDiffers(launch)) {
      findings.need(standing.current() == null ? Need.LAUNCH : Need.RELAUNCH);
    }
  }

  private boolean runDiffers(Launch launch) {
    if (aim == Aim.LAST_GOOD_MANIFEST) {
      return false;
    }
    var found = InputComparison.of(target).withLaunch(launch);
    findings.differ(found);
    return !found.isEmpty();
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String status(@Nullable Container container) {
    if (container == null) {
      return null;
    }
    return container.exitCode() == null
        ? word(container.status())
        : "%s (%d)".formatted(word(container.status()), container.exitCode());
  }
}
