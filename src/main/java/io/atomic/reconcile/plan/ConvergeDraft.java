package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.AppSpec.Pull;
import io.atomic.reconcile.model.AppSpec.Strategy;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Installation.Phase;
import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.Change.Converge;
import io.atomic.reconcile.plan.Change.Need;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The steps that bring one app to its target. */
final class ConvergeDraft {
  private final Converge change;
  private final Target target;
  private final App app;
  private final Standing standing;
  private final RecordedCommands recorded;
  private final Situation situation;
  private final StepChain chain;
  private final Proof proof;
  private final Made made;
  private final Succession succession;

  ConvergeDraft(Converge change, RecordedCommands recorded, Situation situation) {
    this.change = change;
    this.target = change.target();
    this.app = target.app();
    this.standing = change.standing();
    this.recorded = recorded;
    this.situation = situation;
    this.chain = new StepChain(app.name(), Step.Phase.CONVERGE);
    this.proof = new Proof(change);
    this.made = new Made(change, situation);
    this.succession = new Succession(change, recorded, chain);
  }

  StepChain draft() {
    var record = standing.record();
    fetch();
    if (change.needs(Need.ADOPT) && record != null) {
      chain.add(
          new AppAction.Adopt(app.name(), record),
          standing.takesOver()
              ? "taken over as it is (adopt: true)"
              : "carries our labels, but is not recorded");
    }
    if (change.needs(Need.PUT_BACK)) {
      putBack();
    } else if (change.needs(Need.REPLACE)) {
      replace();
    } else if (change.needs(Need.RELAUNCH)) {
      relaunch();
    }
    if (change.needs(Need.INSTALL) && !chain.has(AppAction.Install.class)) {
      install(
          standing.record() != null && standing.record().installation() != null
              ? "to be repeated: it cannot be observed, or what it made is gone"
              : "nothing is installed");
    }
    launch();
    check();
    // What comes after that clears up: if it fails, the version is none the worse for it.
    var risky = chain.soFar();
    var isAtRisk = proof.isAtRisk(chain);
    succession.clearUp();
    record();
    removeImages();
    var back = change.wayBack();
    if (back != null && isAtRisk) {
      chain.addOnFailure(
          new AppAction.RollBack(app.name(), Trial.of(target), back),
          "if it does not prove itself",
          risky);
    } else if (change.isDrift()) {
      succession.putBackOnFailure(risky);
    }
    return chain;
  }

  /** Only a success makes an image one too many; what is known after fetch counts as a new one. */
  private void removeImages() {
    var record = standing.record();
    if (record == null
        || !(situation.observed().engine() instanceof EngineView.Reached engine)
        || !(proof.isOnTrial() || change.needs(Need.REMOVE_IMAGES))) {
      return;
    }
    var next =
        change.needs(Need.REMOVE_IMAGES)
            ? null
            : new UnneededImages.Next(
                target.image() == null ? null : target.image().id(), ids(standing.containers()));
    new UnneededImages(engine, situation.recorded(), situation.desired())
        .ofKept(record, next, situation.surroundings().retainedImages())
        .forEach(removal ->
            chain.add(
                removal,
                "nothing needs it any more, not even a way back",
                Image.shortId(removal.imageId())));
  }

  private static Set<String> ids(List<Container> containers) {
    return containers.stream().map(Container::id).collect(Collectors.toSet());
  }

  private void check() {
    if (proof.isLookedFor()) {
      chain.add(
          new AppAction.CheckHealth(
              app.name(),
              Objects.requireNonNullElse(app.spec().health(), Health.DEFAULT),
              proof.isOnTrial() ? Trial.of(target) : null),
          proof.isOnTrial() ? "a new version has to prove itself" : "it was started");
    }
  }

  private @Nullable String runName() {
    return target.commands() == null ? null : target.commands().run().containerName();
  }

  private void putBack() {
    succession.stop("it failed");
    succession.remove(standing.current(), "it failed");
    var back = Objects.requireNonNull(standing.setAside());
    chain.add(
        new AppAction.PutBack(
            app.name(),
            target.place(),
            app,
            back.id(),
            Objects.requireNonNullElse(runName(), app.name()),
            Objects.requireNonNull(made.installation(), "its image is on disk, or remembered")),
        "it proved itself");
  }

  /** What no other step records; where no INSTALL runs, that may be the installation. */
  private void record() {
    var record = standing.record();
    var stays = record != null && record.installation() != null && !change.needs(Need.REPLACE);
    var carried = stays || chain.has(AppAction.Install.class) ? null : made.installation();
    var mayBeCarried = !stays && target.image() == null;
    if (!chain.commits() && (change.needs(Need.RECORD) || carried != null || mayBeCarried)) {
      chain.add(
          new AppAction.WriteRecord(app.name(), target.place(), app, carried),
          "the manifest as applied");
    }
  }

  private void fetch() {
    if (!change.runsCommands()) {
      return;
    }
    if (!target.missing().isEmpty()) {
      chain.fetch(
          new AppAction.Fetch(app.name(), target.place(), app, target.missing(), target.digest()),
          target.digest() != null
              ? "its tag has moved in the registry"
              : target.missing().size() == 1
                  ? "the image is not on disk"
                  : "images are not on disk");
    } else if (app.spec().pull() == Pull.ALWAYS && situation.windows().downloads() == null) {
      chain.fetch(
          new AppAction.Fetch(
              app.name(), target.place(), app, List.of(app.spec().image().toString()), null),
          "pull: always");
    }
  }

  private void replace() {
    var installation = standing.record() == null ? null : standing.record().installation();
    switch (change.strategy()) {
      case RECREATE -> {
        succession.makeRoom("to be replaced");
        // `recreate` never repeats an INSTALL that has ended, unless RUN cannot do without.
        if (installation == null || installation.phase() != Phase.INSTALLED) {
          install("nothing is installed");
        } else if (!target.runMakesContainer()) {
          install("it makes the container");
        } else if (app.spec().strategy() != Strategy.RECREATE) {
          install("the image brings an INSTALL");
        }
      }
      case UPGRADE -> {
        succession.stop("to be upgraded");
        succession.remove(standing.current(), "to be upgraded");
        install("install inputs changed");
      }
      case REINSTALL -> {
        succession.stop("to be reinstalled");
        if (installation != null) {
          var command = recorded.uninstall(installation, app.name(), standing);
          if (command != null) {
            chain.add(
                new AppAction.Uninstall(app.name(), command),
                "of the image that was installed, " + Image.shortId(installation.imageId()));
          }
        }
        succession.remove(standing.current(), "to be reinstalled");
        install("install inputs changed");
      }
    }
  }

  private void relaunch() {
    var current = standing.current();
    if (!target.runMakesContainer()) {
      succession.stop("to be started anew");
    } else if (current != null && current.status() == Container.Status.DEAD) {
      // There is no way back to it.
      succession.remove(current, "it cannot be started any more");
    } else {
      succession.makeRoom(change.isDrift() ? "somebody changed it" : "run inputs changed");
    }
  }

  private void install(String reason) {
    if (!target.mayInstall()) {
      return;
    }
    var commands = target.commands();
    PlannedCommand command = new PlannedCommand.KnownAfterFetch();
    if (commands != null && commands.install() != null) {
      command =
          nameIsTaken() && commands.installBesides() != null
              ? commands.installBesides()
              : commands.install();
    }
    chain.add(
        new AppAction.Install(
            app.name(),
            target.place(),
            app,
            command,
            made.installation(),
            proof.isGivenByInstall()),
        reason);
  }

  /** Whether the app's container will be there while INSTALL runs. */
  private boolean nameIsTaken() {
    var current = standing.current();
    return current != null
        && current.name().equals(app.name())
        && !change.needs(Need.REPLACE)
        && !change.needs(Need.RELAUNCH);
  }

  private void launch() {
    var state = app.spec().state();
    if (state == AppState.COMPLETED && (change.needs(Need.LAUNCH) || change.needs(Need.RELAUNCH))) {
      chain.add(
          new AppAction.Complete(
              app.name(), target.place(), app, run(), made.launch(), made.installationIfChanged()),
          "to be run to completion");
      return;
    }
    if (state == AppState.RUNNING && (change.needs(Need.LAUNCH) || change.needs(Need.RELAUNCH))) {
      chain.add(
          new AppAction.Run(
              app.name(),
              target.place(),
              app,
              run(),
              made.launch(),
              made.installationIfChanged(),
              !proof.isLookedFor()),
          "to be running");
    }
    if (change.needs(Need.HALT)) {
      succession.stop("state: stopped");
    }
    var current = standing.current();
    if (current == null) {
      return;
    }
    var started = standing.record() == null ? null : standing.record().launch();
    var live = LiveComparison.of(started == null ? null : started.live(), current.live());
    if (change.needs(Need.RENAME)) {
      var name = Objects.requireNonNull(live.difference(LiveFields.NAME).after());
      chain.add(new AppAction.Rename(app.name(), current.id(), name), "somebody renamed it");
    }
    if (change.needs(Need.RECONFIGURE)) {
      chain.add(
          new AppAction.Reconfigure(app.name(), current.id(), live.options()),
          "somebody changed it");
    }
    if (change.needs(Need.START)) {
      chain.add(new AppAction.Start(app.name(), current.id()), "its container is not running");
    }
    if (change.needs(Need.UNPAUSE)) {
      chain.add(new AppAction.Unpause(app.name(), current.id()), "its container is paused");
    }
  }

  private PlannedCommand run() {
    var commands = target.commands();
    return commands == null ? new PlannedCommand.KnownAfterFetch() : commands.run();
  }
}
