package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.CommandRunner.Started;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Installation.Phase;
import io.atomic.reconcile.model.MountSource;
import io.atomic.reconcile.plan.Action;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.HostAction;
import io.atomic.reconcile.plan.PlannedCommand;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
  private final ImageEffects images;
  private final LabelCommands commands;
  private final Checks checks;
  private final HostEffects host;
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
      DiskCheck disk,
      Ledger ledger,
      Checks checks,
      HostEffects host,
      Clock clock) {
    this.checks = checks;
    this.host = host;
    this.clock = clock;
    this.engine = engine;
    this.files = files;
    this.ledger = ledger;
    this.images = new ImageEffects(engine, gatekeeper, disk, ledger);
    this.commands = new LabelCommands(engine, runner, files, gatekeeper, ledger, clock);
  }

  /** What must be known of the moment before, to tell after a crash what the effect has made. */
  SortedMap<String, String> detailsBefore(Action action)
      throws EffectException, InterruptedException {
    if (!(action instanceof AppAction ofApp) || !mayMakeUnmarked(ofApp)) {
      return Collections.emptySortedMap();
    }
    var present = engine.containerNamed(ofApp.app());
    var details = new TreeMap<String, String>();
    details.put(Recovery.CONTAINER_BEFORE, present == null ? Recovery.ABSENT : present.id());
    return details;
  }

  /** Whether it may make a container of the app's name that does not bear our labels. */
  private static boolean mayMakeUnmarked(AppAction action) {
    return action instanceof AppAction.Install
        || ((action instanceof AppAction.Run || action instanceof AppAction.Complete)
            && action.command() instanceof PlannedCommand.Known command
            && command.containerName() == null);
  }

  Outcome perform(Action action, Context context) throws EffectException, InterruptedException {
    return switch (action) {
      case AppAction app -> perform(app, context);
      case HostAction of -> host.perform(of, context);
    };
  }

  private Outcome perform(AppAction action, Context context)
      throws EffectException, InterruptedException {
    return switch (action) {
      case AppAction.Fetch fetch -> images.fetch(fetch, context);
      case AppAction.Adopt adopt -> adopt(adopt);
      case AppAction.Install install -> commands.install(install, context);
      case AppAction.Run run -> commands.run(run, context);
      case AppAction.Complete complete -> commands.complete(complete, context);
      case AppAction.Uninstall uninstall -> commands.uninstall(uninstall, context);
      case AppAction.Stop stop -> stop(stop, context);
      case AppAction.Start(_, var containerId) -> {
        engine.start(containerId);
        yield new Outcome.Done(null);
      }
      case AppAction.Unpause(_, var containerId) -> {
        engine.unpause(containerId);
        yield new Outcome.Done(null);
      }
      case AppAction.Rename rename -> rename(rename);
      case AppAction.Reconfigure(_, var containerId, var options) -> {
        engine.update(containerId, options);
        yield new Outcome.Done(null);
      }
      case AppAction.SetAside(var app, var containerId, var newName) -> {
        if (engine.rename(containerId, newName)) {
          ledger.update(app, AppRecord::withLaunchSetAside);
          yield new Outcome.Done(null);
        }
        ledger.update(app, record -> record.withoutContainer(containerId));
        yield done("it was gone already");
      }
      case AppAction.PutBack back -> putBack(back);
      case AppAction.CheckHealth check -> checks.check(check, context);
      case AppAction.Recheck recheck -> checks.recheck(recheck, context);
      case AppAction.RollBack _ ->
          throw new IllegalStateException("a roll-back is made of other steps");
      case AppAction.RemoveContainer(var app, var containerId, _) ->
          removeContainer(app, containerId);
      case AppAction.RemoveOld(var app, var containerId, _) -> removeContainer(app, containerId);
      case AppAction.RemoveImage remove -> images.remove(remove);
      case AppAction.WriteRecord(var app, var place, var manifest, var installation) -> {
        ledger.update(
            AppRecord.of(manifest, place),
            record -> commands.recording(record.withManifest(manifest, place), installation));
        yield new Outcome.Done(null);
      }
      case AppAction.NoteVolumes(var app, var volumes) -> {
        ledger.update(app, record -> record.withVolumes(volumes));
        yield new Outcome.Done(null);
      }
      case AppAction.PurgeData purge -> purge(purge);
      case AppAction.Forget(var app, var directories) -> forget(app, directories);
    };
  }

  private Outcome adopt(AppAction.Adopt adopt) throws EffectException, InterruptedException {
    var launch = adopt.record().launch();
    var seen = launch == null ? null : new LiveLook(engine).launched(launch);
    ledger.update(
        adopt.record(), _ -> seen == null ? adopt.record() : adopt.record().withLaunch(seen));
    return done("'%s' is recorded as it runs".formatted(adopt.app()));
  }

  private Outcome rename(AppAction.Rename rename) throws EffectException, InterruptedException {
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

  private Outcome stop(AppAction.Stop stop, Context context)
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
    return outcome instanceof Outcome.Failed(var message, _, _, _, _)
        ? done(message + "; the engine stopped the container")
        : outcome;
  }

  private Outcome putBack(AppAction.PutBack back) throws EffectException, InterruptedException {
    var before = ledger.recorded().apps().get(back.app());
    if (before == null || before.previous() == null || before.launch() != null) {
      return new Outcome.DroppedOut("nothing was set aside, or its successor is there");
    }
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

  /** Repeated as a whole where it was cut short: what is gone already is well. */
  private Outcome purge(AppAction.PurgeData purge) throws EffectException, InterruptedException {
    var record = ledger.recorded().apps().get(purge.app());
    var made = record == null ? List.<String>of() : record.directories();
    for (var directory : purge.directories().reversed()) {
      if (made.contains(directory)) {
        files.purge(directory);
      }
    }
    var used = new ArrayList<String>();
    for (var volume : purge.volumes()) {
      if (!engine.removeVolume(volume)) {
        used.add(volume);
      }
    }
    ledger.update(purge.app(), left -> left.withVolumes(Collections.emptySortedSet()));
    return used.isEmpty()
        ? new Outcome.Done(null)
        : done("'%s' is in use, and stays".formatted(String.join("', '", used)));
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
