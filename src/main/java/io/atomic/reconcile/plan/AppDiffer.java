package io.atomic.reconcile.plan;

import static io.atomic.reconcile.plan.Difference.Cause.CONFIG;
import static io.atomic.reconcile.plan.Difference.Cause.DRIFT;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.plan.Change.Need;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares one app's target with where it stands. What it finds are facts, not situations, so that
 * whatever an interrupted run left behind is just another starting point.
 */
final class AppDiffer {
  private final Target target;
  private final AppSpec spec;
  private final Standing standing;
  private final EngineKind engine;
  private final HostFacts host;
  private final Aim aim;
  private final @Nullable BadVersion instead;
  private final Findings findings;

  /**
   * @param instead the version that is not tried; null unless the aim is one that proved itself
   */
  AppDiffer(
      Target target,
      Standing standing,
      EngineKind engine,
      HostFacts host,
      Aim aim,
      @Nullable BadVersion instead) {
    this.target = target;
    this.spec = target.app().spec();
    this.standing = standing;
    this.engine = engine;
    this.host = host;
    this.aim = aim;
    this.instead = instead;
    this.findings = new Findings(spec.drift());
  }

  Change change() {
    var record = standing.record();
    if (standing.completed()) {
      findings.need(Need.ADOPT);
      findings.differs(
          new Difference(
              DRIFT,
              "record",
              null,
              standing.takesOver() ? "taken over as it is" : "rebuilt from container labels"));
    }
    if (record == null || record.installation() == null) {
      findings.differs(new Difference(CONFIG, "state", null, LaunchDiffer.word(spec.state())));
      findings.need(standing.current() == null ? Need.INSTALL : Need.REPLACE);
      if (isLaunched()) {
        findings.need(Need.LAUNCH);
      }
    } else if (isPutBack(record, record.installation())) {
      findings.differs(new Difference(CONFIG, "version", "on trial", "the one that was set aside"));
      findings.need(Need.PUT_BACK);
    } else {
      compareInstallation(record, record.installation());
      new LaunchDiffer(target, standing, engine, host, aim, findings).compare(record);
      findUnproven(record);
    }
    if (standing.setAside() != null && !findings.needs(Need.PUT_BACK)) {
      findings.need(Need.REMOVE_PREVIOUS);
    }
    if (!standing.leftovers().isEmpty()) {
      findings.need(Need.REMOVE_LEFTOVERS);
    }
    if (record != null && aim != Aim.LAST_GOOD_MANIFEST) {
      compareManifest(record);
    }
    return result(record);
  }

  private Change result(@Nullable AppRecord record) {
    var id = target.app().id();
    return findings.needs().isEmpty()
        ? heldByFailure(record)
        : new Change.Converge(
            id,
            target,
            standing,
            findings.needs(),
            findings.differences(),
            aim == Aim.MANIFEST && spec.rollback()
                ? VersionMemory.wayBack(record, spec.state())
                : null,
            instead);
  }

  /** Whether the way back is the container that was set aside, and nothing is to be undone. */
  private boolean isPutBack(AppRecord record, Installation installation) {
    var aside = standing.setAside();
    var previous = record.previous();
    return aim == Aim.PROVEN
        && spec.state() == AppState.RUNNING
        && aside != null
        && previous != null
        && aside.id().equals(previous.containerId())
        && target.run() != null
        && previous.inputs().hash().equals(target.run().hash())
        && previous.imageId().equals(target.image() == null ? null : target.image().id())
        && !(installation.hasInstaller() && isOther(installation));
  }

  private boolean isOther(Installation installation) {
    return target.install() == null
        || !installation.inputs().hash().equals(target.install().hash());
  }

  /** A run that was cut short has started a version, and not looked whether it is healthy. */
  private void findUnproven(AppRecord record) {
    var launch = record.launch();
    var startsAnew = EnumSet.of(Need.REPLACE, Need.RELAUNCH, Need.LAUNCH, Need.INSTALL);
    if (aim == Aim.MANIFEST
        && spec.state() == AppState.RUNNING
        && launch != null
        && !record.isProven()
        && (spec.health() != null || VersionMemory.wayBack(record, spec.state()) != null)
        && findings.needs().stream().noneMatch(startsAnew::contains)) {
      findings.differs(new Difference(CONFIG, "health", "not looked at", "checked"));
      findings.need(Need.CHECK);
    }
  }

  /** A run to completion that failed is not tried again by itself, and not forgotten either. */
  private Change heldByFailure(@Nullable AppRecord record) {
    var launch = record == null ? null : record.launch();
    if (spec.state() == AppState.COMPLETED
        && launch != null
        && launch.exitCode() != null
        && launch.exitCode() != 0) {
      return new Change.Held(
          target.app().id(),
          Change.Reason.COMPLETED_WITH_FAILURE,
          "ran to completion on %s, but exited with %d".formatted(launch.at(), launch.exitCode()),
          "it runs again when its image or manifest changes",
          true,
          List.of());
    }
    var invalid = aim == Aim.LAST_GOOD_MANIFEST ? Differ.KEPT_AS_APPLIED : null;
    return new Change.Keep(
        target.app().id(),
        findings.tolerated(),
        findings.note() == null ? invalid : findings.note());
  }

  private boolean isLaunched() {
    return spec.state() == AppState.RUNNING || spec.state() == AppState.COMPLETED;
  }

  private void compareInstallation(AppRecord record, Installation installation) {
    switch (installation.phase()) {
      case TERMINATING -> {
        if (aim == Aim.PROVEN && !isOther(installation)) {
          // Its UNINSTALL failed on the way to another version, so INSTALL makes it whole again.
          findings.differs(new Difference(DRIFT, "uninstall", "failed", "installed again"));
          findings.need(Need.INSTALL);
        } else {
          findings.differs(new Difference(DRIFT, "uninstall", "interrupted", "repeated"));
          replace();
        }
      }
      case INSTALLING -> {
        findings.differs(new Difference(DRIFT, "install", "interrupted", "repeated"));
        if (differs(installation)) {
          replace();
        } else {
          findings.need(Need.INSTALL);
        }
      }
      case INSTALLED -> {
        if (aim != Aim.LAST_GOOD_MANIFEST && differs(installation)) {
          replace();
        }
        findMissingPaths(record.launch());
      }
    }
  }

  private void replace() {
    findings.need(Need.REPLACE);
    if (isLaunched()) {
      findings.need(Need.LAUNCH);
    }
  }

  private boolean differs(Installation installation) {
    var found = InputComparison.of(target).withInstallation(installation);
    findings.differ(found);
    return !found.isEmpty();
  }

  private void findMissingPaths(@Nullable Launch launch) {
    var leftNoContainer =
        spec.state() == AppState.RUNNING && launch != null && launch.containerId() == null;
    for (var path : spec.creates()) {
      if (!host.missing().contains(path)) {
        continue;
      }
      var field = "creates " + path;
      if (target.mayInstall()) {
        findings.drifted(new Difference(DRIFT, field, "missing", "present"), Need.INSTALL);
      } else if (leftNoContainer) {
        findings.drifted(new Difference(DRIFT, field, "missing", "present"), Need.LAUNCH);
      } else {
        findings.tolerate(
            new Difference(DRIFT, field, "missing", "present"),
            "the image has no INSTALL that would bring back what is missing");
      }
    }
  }

  private void compareManifest(AppRecord record) {
    if (record.isByHand() && target.place() != null) {
      // From now on it is the manifest's, to be converged and pruned with it.
      findings.need(Need.RECORD);
      findings.differs(new Difference(CONFIG, "declared", "by hand", target.place()));
    }
    if (record.manifest().equals(target.app())) {
      return;
    }
    findings.need(Need.RECORD);
    if (findings.differences().isEmpty()) {
      findings.differ(ManifestComparison.between(record.manifest(), target.app()));
    }
  }
}
