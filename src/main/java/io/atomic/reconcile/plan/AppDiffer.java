package io.atomic.reconcile.plan;

import static io.atomic.reconcile.plan.Difference.Cause.CONFIG;
import static io.atomic.reconcile.plan.Difference.Cause.DRIFT;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.plan.Change.Need;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
  private final List<Difference> differences = new ArrayList<>();
  private final List<Difference> tolerated = new ArrayList<>();
  private final Set<Need> needs = EnumSet.noneOf(Need.class);
  private @Nullable String note;

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
  }

  Change change() {
    var record = standing.record();
    if (standing.completed()) {
      needs.add(Need.ADOPT);
      differences.add(
          new Difference(
              DRIFT,
              "record",
              null,
              standing.takesOver() ? "taken over as it is" : "rebuilt from container labels"));
    }
    if (record == null || record.installation() == null) {
      differences.add(new Difference(CONFIG, "state", null, word(spec.state())));
      needs.add(standing.current() == null ? Need.INSTALL : Need.REPLACE);
      if (isLaunched()) {
        needs.add(Need.LAUNCH);
      }
    } else if (isPutBack(record, record.installation())) {
      differences.add(new Difference(CONFIG, "version", "on trial", "the one that was set aside"));
      needs.add(Need.PUT_BACK);
    } else {
      compareInstallation(record, record.installation());
      compareLaunch(record);
      findUnproven(record);
    }
    if (standing.setAside() != null && !needs.contains(Need.PUT_BACK)) {
      needs.add(Need.REMOVE_PREVIOUS);
    }
    if (!standing.leftovers().isEmpty()) {
      needs.add(Need.REMOVE_LEFTOVERS);
    }
    if (record != null && aim != Aim.LAST_GOOD_MANIFEST) {
      compareManifest(record);
    }
    return result(record);
  }

  private Change result(@Nullable AppRecord record) {
    var id = target.app().id();
    return needs.isEmpty()
        ? heldByFailure(record)
        : new Change.Converge(
            id,
            target,
            standing,
            needs,
            differences,
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
        && needs.stream().noneMatch(startsAnew::contains)) {
      differences.add(new Difference(CONFIG, "health", "not looked at", "checked"));
      needs.add(Need.CHECK);
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
    return new Change.Keep(target.app().id(), tolerated, note == null ? invalid : note);
  }

  /** Notes what somebody else has changed, and what corrects it if the manifest wants that. */
  private void drifted(
      String field, @Nullable String before, @Nullable String after, Need... correction) {
    var difference = new Difference(DRIFT, field, before, after);
    switch (spec.drift()) {
      case CORRECT -> {
        differences.add(difference);
        needs.addAll(List.of(correction));
      }
      case WARN -> {
        tolerated.add(difference);
        note = "drift is not corrected (drift: warn)";
      }
      case IGNORE -> {}
    }
  }

  private boolean isLaunched() {
    return spec.state() == AppState.RUNNING || spec.state() == AppState.COMPLETED;
  }

  private void compareInstallation(AppRecord record, Installation installation) {
    switch (installation.phase()) {
      case TERMINATING -> {
        if (aim == Aim.PROVEN && !isOther(installation)) {
          // Its UNINSTALL failed on the way to another version, so INSTALL makes it whole again.
          differences.add(new Difference(DRIFT, "uninstall", "failed", "installed again"));
          needs.add(Need.INSTALL);
        } else {
          differences.add(new Difference(DRIFT, "uninstall", "interrupted", "repeated"));
          replace();
        }
      }
      case INSTALLING -> {
        differences.add(new Difference(DRIFT, "install", "interrupted", "repeated"));
        if (differs(installation)) {
          replace();
        } else {
          needs.add(Need.INSTALL);
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
    needs.add(Need.REPLACE);
    if (isLaunched()) {
      needs.add(Need.LAUNCH);
    }
  }

  private boolean differs(Installation installation) {
    var found = InputComparison.of(target).withInstallation(installation);
    differences.addAll(found);
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
        drifted(field, "missing", "present", Need.INSTALL);
      } else if (leftNoContainer) {
        drifted(field, "missing", "present", Need.LAUNCH);
      } else {
        tolerated.add(new Difference(DRIFT, field, "missing", "present"));
        note = "the image has no INSTALL that would bring back what is missing";
      }
    }
  }

  private void compareLaunch(AppRecord record) {
    if (needs.contains(Need.REPLACE)) {
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
          differences.add(new Difference(CONFIG, "state", "running", "stopped"));
          needs.add(Need.HALT);
        }
      }
      case INSTALLED, ABSENT -> {}
    }
  }

  private void compareRunning(AppRecord record, @Nullable Launch launch) {
    if (launch == null) {
      // Not yet begun, or cut short by us: nobody's drift, so it is done in any case.
      differences.add(new Difference(CONFIG, "state", status(standing.current()), "running"));
      needs.add(Need.LAUNCH);
      return;
    }
    if (runDiffers(launch)) {
      needs.add(
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
        drifted("container", "gone", "running", Need.LAUNCH);
      } else {
        // RUN only starts what INSTALL had made.
        drifted("container", "gone", "running", Need.INSTALL, Need.LAUNCH);
      }
      return;
    }
    switch (container.status()) {
      // A restart policy is at work, or the engine is: looked at again in the next run.
      case RUNNING, RESTARTING, REMOVING -> {}
      case CREATED, EXITED -> changed(record, "container", "running", Need.START);
      case PAUSED -> drifted("container", "paused", "running", Need.UNPAUSE);
      case DEAD -> drifted("container", "dead", "running", Need.RELAUNCH);
    }
    compareLive(container, launch);
  }

  private void compareLive(Container container, Launch launch) {
    var live = LiveComparison.of(launch.live(), container.live());
    for (var field : live.changed()) {
      var difference = live.difference(field);
      var correction = live.correction(field, engine);
      if (correction == Need.RELAUNCH && !target.runMakesContainer()) {
        tolerated.add(difference);
        note = "INSTALL has made its container, and is not repeated for that";
      } else {
        drifted(field, difference.before(), difference.after(), correction);
      }
    }
    if (needs.contains(Need.RELAUNCH)) {
      // Whatever else was changed is right in a new container.
      needs.removeAll(EnumSet.of(Need.RENAME, Need.RECONFIGURE, Need.START, Need.UNPAUSE));
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
      drifted(field, now, wanted, correction);
    } else {
      differences.add(new Difference(CONFIG, field, now, wanted));
      needs.add(correction);
    }
  }

  /** A RUN that leaves no container cannot be observed: it is repeated where it cannot last. */
  private void compareWithoutContainer(Launch launch) {
    if (!launch.bootId().equals(host.bootId())) {
      drifted("boot", "ran in an earlier boot", "runs again", Need.LAUNCH);
    } else if (needs.contains(Need.INSTALL)) {
      needs.add(Need.LAUNCH);
    }
  }

  private void compareCompleted(@Nullable Launch launch) {
    if (launch == null || launch.exitCode() == null) {
      differences.add(new Difference(CONFIG, "state", status(standing.current()), "completed"));
      needs.add(standing.current() == null ? Need.LAUNCH : Need.RELAUNCH);
    } else if (runDiffers(launch)) {
      needs.add(standing.current() == null ? Need.LAUNCH : Need.RELAUNCH);
    }
  }

  private boolean runDiffers(Launch launch) {
    if (aim == Aim.LAST_GOOD_MANIFEST) {
      return false;
    }
    var found = InputComparison.of(target).withLaunch(launch);
    differences.addAll(found);
    return !found.isEmpty();
  }

  private void compareManifest(AppRecord record) {
    if (record.isByHand() && target.place() != null) {
      // From now on it is the manifest's, to be converged and pruned with it.
      needs.add(Need.RECORD);
      differences.add(new Difference(CONFIG, "declared", "by hand", target.place()));
    }
    if (record.manifest().equals(target.app())) {
      return;
    }
    needs.add(Need.RECORD);
    if (differences.isEmpty()) {
      differences.addAll(ManifestComparison.between(record.manifest(), target.app()));
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT);
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
