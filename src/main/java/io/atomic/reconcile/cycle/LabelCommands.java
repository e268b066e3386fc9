package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.CommandRunner.Ending;
import io.atomic.reconcile.cycle.Effects.Context;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Installation.Phase;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Inputs;
import io.atomic.reconcile.plan.OwnTag;
import io.atomic.reconcile.plan.PlannedCommand;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs the label commands of apps and finds out what they made. */
final class LabelCommands {
  /**
   * What {@code timeout(1)} exits with; the exit code of a run to completion that took too long.
   */
  private static final int TOOK_TOO_LONG = 124;

  private final Engine engine;
  private final CommandRuns commands;
  private final HostFiles files;
  private final Ledger ledger;
  private final LiveLook live;
  private final Clock clock;

  LabelCommands(
      Engine engine,
      CommandRunner runner,
      HostFiles files,
      Gatekeeper gatekeeper,
      Ledger ledger,
      Clock clock) {
    this.engine = engine;
    this.commands = new CommandRuns(engine, runner, gatekeeper, ledger);
    this.files = files;
    this.ledger = ledger;
    this.live = new LiveLook(engine);
    this.clock = clock;
  }

  Outcome install(AppAction.Install action, Context context)
      throws EffectException, InterruptedException {
    var app = action.app();
    var command = Effects.known(action.command());
    var result = Objects.requireNonNull(action.result(), "known with the command");
    ledger.update(
        AppRecord.of(action.manifest(), action.place()),
        record ->
            record
                .withManifest(action.manifest(), action.place())
                .withInstallation(result.in(Phase.INSTALLING, clock.instant())));
    makeDirectories(AppRecord.of(action.manifest(), action.place()), command);
    var before = engine.containerNamed(app);
    var failure =
        CommandRuns.failure("INSTALL", commands.endOrRemove(app, "install", command, context));
    commands.removeLeftovers(app, "install", context.runId());
    // Also where INSTALL failed: a container that we did not note would be a stranger's for ever.
    var after = engine.containerNamed(app);
    ledger.update(app, record -> madeInPlaceOf(before == null ? null : before.id(), after, record));
    if (failure != null) {
      return failure;
    }
    ledger.update(
        app,
        record ->
            proven(
                record.withInstallation(result.in(Phase.INSTALLED, clock.instant())),
                action.proves()));
    keepImage(app, result.imageId());
    return new Outcome.Done(null);
  }

  /**
   * The record with the container that an INSTALL has made under the app's name: there was none
   * before, or one that was ours.
   */
  static AppRecord madeInPlaceOf(
      @Nullable String before, @Nullable Container after, AppRecord record) {
    return after != null && (before == null || record.containers().contains(before))
        ? record.withContainer(after.id())
        : record;
  }

  Outcome uninstall(AppAction.Uninstall action, Context context)
      throws EffectException, InterruptedException {
    var app = action.app();
    ledger.update(
        app,
        record ->
            record.installation() == null
                ? record
                : record.withInstallation(
                    record.installation().in(Phase.TERMINATING, clock.instant())));
    var failure =
        CommandRuns.failure(
            "UNINSTALL", commands.endOrRemove(app, "uninstall", action.command(), context));
    commands.removeLeftovers(app, "uninstall", context.runId());
    if (failure != null) {
      return failure;
    }
    ledger.update(app, record -> record.withInstallation(null));
    return new Outcome.Done(null);
  }

  Outcome run(AppAction.Run action, Context context) throws EffectException, InterruptedException {
    var app = action.app();
    var command = Effects.known(action.command());
    var launch = Objects.requireNonNull(action.launch(), "known with the command");
    makeDirectories(AppRecord.of(action.manifest(), action.place()), command);
    if (command.attached()) {
      ledger.update(
          AppRecord.of(action.manifest(), action.place()),
          record ->
              recording(
                  record.withManifest(action.manifest(), action.place()), action.installation()));
      return Effects.done("ready for whoever waits for it");
    }
    // A RUN that makes no container of that name is another thing than starting INSTALL's.
    var installed = app.equals(command.containerName()) ? madeByInstall(app) : null;
    Container container;
    if (installed != null) {
      engine.start(installed.id());
      container = installed;
    } else {
      var isFree = isFreeFor(command, app);
      var failure = commands.failureOf("RUN", command, context);
      if (failure != null) {
        commands.removeLeftovers(app, "run", context.runId());
        var unmarked = isFree ? engine.containerNamed(app) : null;
        if (unmarked != null) {
          engine.remove(unmarked.id());
        }
        return failure;
      }
      container = launched(app, command, context.runId());
    }
    commit(
        action.manifest(),
        action.place(),
        action.installation(),
        container,
        launch,
        null,
        action.proves());
    keepImage(app, launch.imageId());
    return new Outcome.Done(null);
  }

  Outcome complete(AppAction.Complete action, Context context)
      throws EffectException, InterruptedException {
    var app = action.app();
    var command = Effects.known(action.command());
    var launch = Objects.requireNonNull(action.launch(), "known with the command");
    makeDirectories(AppRecord.of(action.manifest(), action.place()), command);
    var isFree = isFreeFor(command, app);
    var ending = commands.endOrRemove(app, "run", command, context);
    var failure = CommandRuns.failure("RUN", ending);
    var made = engine.containersLabelled(CommandRuns.labels(app, "run", context.runId()));
    Container container = null;
    if (!made.isEmpty()) {
      container = made.getFirst();
    } else if (isFree) {
      container = engine.containerNamed(app);
    }
    var code = exitCode(ending, container);
    if (code == null) {
      if (container != null) {
        engine.remove(container.id());
      }
      return Objects.requireNonNull(failure);
    }
    if (container != null) {
      engine.stop(container.id(), Effects.STOP_PATIENCE);
    }
    commit(
        action.manifest(),
        action.place(),
        action.installation(),
        container,
        launch,
        code,
        code == 0);
    keepImage(app, launch.imageId());
    return failure == null ? new Outcome.Done(null) : failure;
  }

  /** What the job exited with; null = it never ran, or was cut short with the engine's client. */
  private static @Nullable Integer exitCode(Ending ending, @Nullable Container container) {
    return switch (ending) {
      case Ending.Exited(var exit, _) ->
          exit == CommandRuns.ENGINE_REFUSED ? null : Integer.valueOf(exit);
      // A client that was killed and a job that exited with 137 look the same; the container knows.
      case Ending.Signalled _ -> container == null ? null : container.exitCode();
      case Ending.NotStarted _ -> null;
      case Ending.TimedOut _ -> Integer.valueOf(TOOK_TOO_LONG);
    };
  }

  /** Runs a command of which nothing is recorded. */
  Outcome runPlainly(String verb, PlannedCommand.Known command, Context context)
      throws EffectException, InterruptedException {
    var failure = commands.failureOf(verb, command, context);
    return failure == null ? new Outcome.Done(null) : failure;
  }

  AppRecord recording(AppRecord record, @Nullable Installation installation) {
    return installation == null
        ? record
        : record.withInstallation(installation.in(installation.phase(), clock.instant()));
  }

  private void commit(
      App manifest,
      @Nullable String place,
      @Nullable Installation installation,
      @Nullable Container container,
      Launch launch,
      @Nullable Integer exitCode,
      boolean proves)
      throws EffectException, InterruptedException {
    var recorded =
        live.launched(
            new Launch(
                launch.imageId(),
                container == null ? null : container.id(),
                launch.inputs(),
                contentsNow(manifest, launch),
                clock.instant(),
                launch.bootId(),
                exitCode));
    ledger.update(
        AppRecord.of(manifest, place),
        record ->
            proven(
                recording(record.withManifest(manifest, place), installation).withLaunch(recorded),
                proves));
  }

  private AppRecord proven(AppRecord record, boolean proves) {
    return proves ? record.withProof(clock.instant()) : record;
  }

  /** Watched files as RUN left them: a container may write its own configuration. */
  private SortedMap<String, String> contentsNow(App manifest, Launch launch) {
    var contents = new TreeMap<>(launch.contents());
    var watched = new HashSet<>(manifest.spec().watchFiles());
    files.contents(watched).forEach((path, hash) -> contents.put(Inputs.watched(path), hash));
    return contents;
  }

  /**
   * Makes the directories that a command names.
   *
   * @param initial the record of an app that has none yet: what we made must be known on removal
   */
  private void makeDirectories(AppRecord initial, PlannedCommand.Known command)
      throws EffectException {
    for (var directory : command.hostDirectories()) {
      if (files.makeDirectory(directory) || ledger.recorded().kept().contains(directory)) {
        ledger.update(
            initial,
            record -> {
              if (record.directories().contains(directory)) {
                return record;
              }
              var directories = new ArrayList<>(record.directories());
              directories.add(directory);
              return record.withDirectories(directories);
            });
      }
    }
  }

  /** The container that INSTALL made under the app's name and that was never run. */
  private @Nullable Container madeByInstall(String app)
      throws EffectException, InterruptedException {
    var record = ledger.recorded().apps().get(app);
    var container = engine.containerNamed(app);
    return record != null
            && container != null
            && record.containers().contains(container.id())
            && record.launch() == null
        ? container
        : null;
  }

  /** The container that a RUN of this run has made; it runs, or it is being started here. */
  private @Nullable Container launched(String app, PlannedCommand.Known command, String runId)
      throws EffectException, InterruptedException {
    var found = engine.containersLabelled(CommandRuns.labels(app, "run", runId));
    var container = found.isEmpty() ? null : found.getFirst();
    if (container == null && command.containerName() == null) {
      // `docker start NAME` and the like: the container that INSTALL made.
      container = engine.containerNamed(app);
    }
    if (container != null && container.status() == Container.Status.CREATED) {
      engine.start(container.id());
    }
    return container;
  }

  /**
   * Whether the app's name is free for a RUN whose containers do not bear our labels: the one of
   * that name is this RUN's own afterwards.
   */
  private boolean isFreeFor(PlannedCommand.Known command, String app)
      throws EffectException, InterruptedException {
    return command.containerName() == null && engine.containerNamed(app) == null;
  }

  private void keepImage(String app, String imageId) throws EffectException, InterruptedException {
    engine.tag(imageId, OwnTag.repository(app), OwnTag.tag(imageId));
  }
}
