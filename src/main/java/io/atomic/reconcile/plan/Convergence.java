package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.AppSpec.Pull;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Change.Reason;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of an app that is to be there: what it is brought to, or why it is not. */
final class Convergence {
  private final Situation situation;
  private final ImageIndex images;
  private final Inventory inventory;
  private final UnneededImages unneeded;

  Convergence(
      Situation situation, EngineView.Reached engine, ImageIndex images, Inventory inventory) {
    this.situation = situation;
    this.images = images;
    this.inventory = inventory;
    this.unneeded = new UnneededImages(engine, situation.recorded(), situation.desired());
  }

  /** An app that is declared, and to be there. */
  Change ofDeclared(Declared<App> declared, @Nullable AppRecord record) {
    if (record != null && record.isOnOther(images.engine())) {
      return Differ.onOtherEngine(record, images.engine());
    }
    var target =
        new TargetResolver(situation, images)
            .resolveWanted(declared.resource(), declared.placeText(), record);
    var standing = inventory.standingOf(target, record);
    var foreign = standing.foreign();
    if (foreign != null) {
      if (!target.app().spec().adopt() || standing.current() != null) {
        return conflict(target, foreign, record);
      }
      standing = adopting(standing, inventory.adopted(target, foreign, record));
    }
    var known = standing.record();
    var bad = memory().against(target, known);
    if (bad != null && known != null) {
      return instead(bad, target, known);
    }
    var change = differ(target, standing, Aim.MANIFEST, null).change();
    return change instanceof Change.Keep keep
        ? withoutUnneededImages(keep, target, standing)
        : checked(target, change);
  }

  /** Nothing is wrong with the app; but there may be images left that it will never need. */
  private Change withoutUnneededImages(Change.Keep keep, Target target, Standing standing) {
    var record = standing.record();
    if (record == null || !record.isProven() || !keep.differences().isEmpty()) {
      return keep;
    }
    var removals = unneeded.ofKept(record, null, situation.surroundings().retainedImages());
    return removals.isEmpty()
        ? keep
        : new Change.Converge(
            keep.id(),
            target,
            standing,
            EnumSet.of(Change.Need.REMOVE_IMAGES),
            keep.differences(),
            null,
            null);
  }

  /** The version that the manifest says is not tried: the app stays one that proved itself. */
  private Change instead(BadVersion bad, Target target, AppRecord record) {
    var id = target.app().id();
    var wanted = target.app().spec().rollback() || bad.isByHand();
    var back = wanted ? VersionMemory.wayBack(record, target.app().spec().state()) : null;
    if (back == null) {
      return new Held(
          id,
          Reason.BAD_VERSION,
          VersionMemory.message(bad, null),
          VersionMemory.remedy(bad, id.name()),
          !bad.isByHand(),
          List.of());
    }
    var proven = new TargetResolver(situation, images).resolveProven(back, target.place(), record);
    var standing = inventory.standingOf(proven, record);
    var change = differ(proven, standing, Aim.PROVEN, bad).change();
    return switch (change) {
      case Change.Keep keep ->
          new Held(
              id,
              Reason.ROLLED_BACK,
              VersionMemory.message(bad, back),
              VersionMemory.remedy(bad, id.name()),
              !bad.isByHand(),
              keep.differences());
      case Change.Converge converge
          when converge.runsCommands() && isLost(back.installation(), record) ->
          new Held(
              id,
              Reason.IMAGE_MISSING,
              "%s, but the image of that version is not on disk any more"
                  .formatted(VersionMemory.message(bad, back)),
              VersionMemory.remedy(bad, id.name()),
              true,
              change.differences());
      default -> checked(proven, change);
    };
  }

  private VersionMemory memory() {
    return new VersionMemory(
        situation.observed().at(), situation.surroundings().health().retryAfter());
  }

  private static Standing adopting(Standing standing, AppRecord record) {
    return new Standing(
        record, true, standing.foreign(), standing.setAside(), standing.leftovers(), null);
  }

  private static Held conflict(Target target, Container foreign, @Nullable AppRecord record) {
    var launch = record == null ? null : record.launch();
    return new Held(
        target.app().id(),
        Reason.CONFLICT,
        "a container '%s' (%s) exists that this program did not make"
            .formatted(foreign.name(), foreign.shortId()),
        "remove or rename it, or set 'adopt: true' to take it over as it is",
        true,
        launch == null || launch.containerId() == null
            ? List.of()
            : List.of(
                new Difference(
                    Difference.Cause.DRIFT, "container", "made by somebody else", "made by us")));
  }

  /** Last good desired state of an app whose manifest is invalid now: only drift is repaired. */
  Change ofInvalid(AppRecord record) {
    var app = record.manifest();
    if (app.spec().suspend() || app.spec().state() == AppState.ABSENT) {
      return new Change.Keep(app.id(), List.of(), Differ.KEPT_AS_APPLIED);
    }
    if (record.isOnOther(images.engine())) {
      return Differ.onOtherEngine(record, images.engine());
    }
    var target = new TargetResolver(situation, images).resolveRecorded(record);
    var standing = inventory.standingOf(target, record);
    if (standing.foreign() != null) {
      return conflict(target, standing.foreign(), record);
    }
    var change = differ(target, standing, Aim.LAST_GOOD_MANIFEST, null).change();
    return change instanceof Change.Converge converge
            && converge.runsCommands()
            && record.installation() != null
            && isLost(record.installation(), record)
        ? new Held(
            app.id(),
            Reason.IMAGE_MISSING,
            "its manifest is invalid, and the image of its last good one is not on disk any more",
            "repair the manifest",
            true,
            change.differences())
        : checked(target, change);
  }

  /** Whether not even a fetch brings an image back: its name means another one. */
  private boolean isLost(Installation installation, AppRecord record) {
    return images.byId(installation.imageId()) == null
        && images.find(record.manifest().spec().image()) != null;
  }

  /** Refuses what could not be carried out, before anything is touched. */
  private Change checked(Target target, Change wanted) {
    var change =
        FlapSuppression.of(wanted, situation.surroundings().flapping(), situation.observed().at());
    if (!(change instanceof Change.Converge converge) || !converge.runsCommands()) {
      return change;
    }
    var id = change.id();
    var refusal = target.refusal();
    if (refusal != null) {
      return new Held(
          id,
          Reason.COMMAND_INVALID,
          refusal.message(),
          refusal.remedy(),
          true,
          change.differences());
    }
    if (target.app().spec().pull() == Pull.NEVER && !target.missing().isEmpty()) {
      return new Held(
          id,
          Reason.IMAGE_MISSING,
          "image '%s' is not on disk and 'pull: never' forbids to fetch it"
              .formatted(String.join("', '", target.missing())),
          "build or load it, or set 'pull: missing'",
          true,
          change.differences());
    }
    return change;
  }

  private AppDiffer differ(
      Target target, Standing standing, Aim aim, @Nullable BadVersion instead) {
    return new AppDiffer(
        target, standing, images.engine(), situation.observed().host(), aim, instead);
  }
}
