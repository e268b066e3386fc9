package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.CommandRunner.Started;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Installation.Phase;
import io.atomic.reconcile.model.MountSource;
import io.atomic.reconcile.plan.Action;
import io.atomic.reconcile.plan.PlannedCommand;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Performs actions: the engine or a label command does the work, the ledger notes what came of it.
 * What is already so is done.
 */
final class Effects {
  /** As long as we wait for a container whose own stop timeout lets it take its time. */
  static final Duration STOP_PATIENCE = Duration.ofMinutes(10);

  private final Engine engine;
  private final HostFiles files;
  private final Ledger ledger;
  private final Gatekeeper gatekeeper;
  private final LabelCommands commands;
  private final Checks checks;
  private final Clock clock;

  /**
   * What an effect needs of the run that it belongs to.
   *
   * @param started told of the child that a label command becomes, before it does anything
   * @param doing told what is going on
   */
  record Context(String runId, Started started, Consumer<String> doing) {}

  Effects(
      Engine engine,
      CommandRunner runner,
      HostFiles files,
      Gatekeeper gatekeeper,
      Ledger ledger,
      Checks checks,
      Clock clock) {
    this.checks = checks;
    this.clock = clock;
    this.engine = engine;
    this.files = files;
    this.ledger = ledger;
    this.gatekeeper = gatekeeper;
    this.commands = new LabelCommands(engine, runner, files, gatekeeper, ledger, clock);
  }

  /** What must be known of the moment before, to tell after a crash what the effect has made. */
  SortedMap<String, String> detailsBefore(Action action)
      throws EffectException, InterruptedException {
    if (!mayMakeUnmarked(action)) {
      return Collections.emptySortedMap();
    }
    var present = engine.containerNamed(action.app());
    var details = new TreeMap<String, String>();
    details.put(Recovery.CONTAINER_BEFORE, present == null ? Recovery.ABSENT : present.id());
    return details;
  }

  /** Whether it may make a container of the app's name that does not bear our labels. */
  private static boolean mayMakeUnmarked(Action action) {
    return action instanceof Action.Install
        || ((action instanceof Action.Run || action instanceof Action.Complete)
            && action.command() instanceof PlannedCommand.Known command
            && command.containerName() == null);
  }

  Outcome perform(Action action, Context context) throws EffectException, InterruptedException {
    return switch (action) {
      case Action.Fetch fetch -> fetch(fetch, context);
      case Action.Adopt adopt -> adopt(adopt);
      case Action.Install install -> commands.install(install, context);
      case Action.Run run -> commands.run(run, context);
      case Action.Complete complete -> commands.complete(complete, context);
      case Action.Uninstall uninstall -> commands.uninstall(uninstall, context);
      case Action.Stop stop -> stop(stop, context);
      case Action.Start(_, var containerId) -> {
        engine.start(containerId);
        yield new Outcome.Done(null);
      }
      case Action.Unpause(_, var containerId) -> {
        engine.unpause(containerId);
        yield new Outcome.Done(null);
      }
      case Action.Rename rename -> rename(rename);
      case Action.Reconfigure(_, var containerId, var options) -> {
        engine.update(containerId, options);
        yield new Outcome.Done(null);
      }
      case Action.SetAside(var app, var containerId, var newName) -> {
        if (engine.rename(containerId, newName)) {
          ledger.update(app, AppRecord::withLaunchSetAside);
          yield new Outcome.Done(null);
        }
        ledger.update(app, record -> record.withoutContainer(containerId));
        yield done("it was gone already");
      }
      case Action.PutBack back -> putBack(back);
      case Action.CheckHealth check -> checks.check(check, context);
      case Action.Recheck recheck -> checks.recheck(recheck, context);
      case Action.RollBack _ ->
          throw new IllegalStateException("a roll-back is made of other steps");
      case Action.RemoveContainer(var app, var containerId, _) -> removeContainer(app, containerId);
      case Action.RemoveOld(var app, var containerId, _) -> removeContainer(app, containerId);
      case Action.RemoveImage(_, var imageId, var references) -> removeImage(imageId, references);
      case Action.WriteRecord(var app, var place, var manifest, var installation) -> {
        ledger.update(
            AppRecord.of(manifest, place),
            record -> commands.recording(record.withManifest(manifest, place), installation));
        yield new Outcome.Done(null);
      }
      case Action.Forget(var app, var directories) -> forget(app, directories);
    };
  }

  private Outcome adopt(Action.Adopt adopt) throws EffectException, InterruptedException {
    var launch = adopt.record().launch();
    var seen = launch == null ? null : new LiveLook(engine).launched(launch);
    ledger.update(
        adopt.record(), _ -> seen == null ? adopt.record() : adopt.record().withLaunch(seen));
    return done("'%s' is recorded as it runs".formatted(adopt.app()));
  }

  private Outcome rename(Action.Rename rename) throws EffectException, InterruptedException {
    var present = engine.containerNamed(rename.name());
    if (present != null && !present.id().equals(rename.containerId())) {
      return new Outcome.Failed(
          "tried to rename its container back, but '%s' is the name of %s by now"
              .formatted(rename.name(), present.shortId()),
          "remove or rename that one",
          "");
    }
    if (present == null && !engine.rename(rename.containerId(), rename.name())) {
      return done("it was gone already");
    }
    return new Outcome.Done(null);
  }

  private Outcome fetch(Action.Fetch fetch, Context context)
      throws EffectException, InterruptedException {
    for (var reference : fetch.references()) {
      gatekeeper.admit(reference);
      var before = engine.imageId(reference);
      var after = engine.pull(reference, line -> context.doing().accept(reference + ": " + line));
      if (!after.equals(before)) {
        ledger.update(
            AppRecord.of(fetch.manifest(), fetch.place()), record -> record.withPulled(after));
      }
    }
    return new Outcome.Done(null);
  }

  private Outcome stop(Action.Stop stop, Context context)
      throws EffectException, InterruptedException {
    var command = stop.command();
    var outcome =
        command == null ? new Outcome.Done(null) : commands.runPlainly("STOP", command, context);
    if (stop.containerId() == null) {
      if (outcome instanceof Outcome.Done) {
        ledger.update(stop.app(), record -> record.withLaunch(null));
      }
      return outcome;
    }
    // Some STOP commands only ask; and one that fails is no reason to leave the old one running.
    engine.stop(stop.containerId(), STOP_PATIENCE);
    return outcome instanceof Outcome.Failed(var message, _, _, _)
        ? done(message + "; the engine stopped the container")
        : outcome;
  }

  private Outcome putBack(Action.PutBack back) throws EffectException, InterruptedException {
    var present = engine.containerNamed(back.name());
    var named = present != null && present.id().equals(back.containerId());
    if (!named && !engine.rename(back.containerId(), back.name())) {
      ledger.update(back.app(), record -> record.withoutContainer(back.containerId()));
      return new Outcome.Failed(
          "tried to put back the container that was set aside, but it is gone",
          "run again: it will be made anew",
          "");
    }
    engine.start(back.containerId());
    ledger.update(
        back.app(),
        record ->
            record
                .withManifest(back.manifest(), back.place())
                .withInstallation(back.installation().in(Phase.INSTALLED, clock.instant()))
                .withLaunchPutBack());
    return new Outcome.Done(null);
  }

  private Outcome removeContainer(String app, String containerId)
      throws EffectException, InterruptedException {
    engine.remove(containerId);
    ledger.update(app, record -> record.withoutContainer(containerId));
    return new Outcome.Done(null);
  }

  private Outcome removeImage(String imageId, Iterable<String> references)
      throws EffectException, InterruptedException {
    var names = references.iterator().hasNext() ? references : List.of(imageId);
    for (var name : names) {
      if (!engine.untag(name)) {
        return new Outcome.DroppedOut("'%s' is in use".formatted(name));
      }
    }
    return new Outcome.Done(null);
  }

  private Outcome forget(String app, List<String> directories) throws EffectException {
    // Last made, first removed; what holds data stays.
    for (var directory : directories.reversed()) {
      files.removeIfEmpty(directory);
    }
    var record = ledger.recorded().apps().get(app);
    var made = record == null ? List.<String>of() : record.directories();
    var kept =
        made.stream()
            .filter(directory -> files.mountSource(directory).kind() == MountSource.Kind.OTHER)
            .toList();
    ledger.forget(app, made, kept);
    return new Outcome.Done(null);
  }

  static Outcome done(String note) {
    return new Outcome.Done(note);
  }

  static boolean isAlive(Container container) {
    return container.status() == Container.Status.RUNNING
        || container.status() == Container.Status.PAUSED
        || container.status() == Container.Status.RESTARTING;
  }

  static PlannedCommand.Known known(PlannedCommand command) {
    if (command instanceof PlannedCommand.Known known) {
      return known;
    }
    throw new IllegalStateException("steps are made final after the fetches");
  }
}
