package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Flapping;
import io.atomic.reconcile.model.HealthDefaults;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Installation.Phase;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.plan.Situation.Caller;
import io.atomic.reconcile.plan.Situation.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Carries plans out in a {@link World}, with the effects that the cycle's steps have on a host. */
final class Simulation {
  static final Surroundings SURROUNDINGS =
      new Surroundings(
          Map.of(EngineKind.DOCKER, List.of("docker"), EngineKind.PODMAN, List.of("podman")),
          "",
          Caller.nobody("/root"),
          Duration.ofMinutes(5),
          1,
          HealthDefaults.STANDARD,
          Flapping.STANDARD,
          false);

  /** On an image: its INSTALL makes the app's container, as the classic httpd's does. */
  static final String MAKES_CONTAINER = "test.install-makes-container";

  /** Whether a step is carried out, and how far. */
  enum Extent {
    WHOLLY,
    /** Killed amid the step: what can be observed has happened, nothing of it is recorded. */
    PARTLY,
    NOT_AT_ALL
  }

  /** Decides how far the steps of a run get; after the first that is cut short nothing happens. */
  interface Fate {
    Extent of(Step step);
  }

  private final World world;

  Simulation(World world) {
    this.world = world;
  }

  static Plan plan(World world, Desired desired, Selection selection) {
    return Planner.plan(
        new Situation(desired, world.recorded, world.observed(), SURROUNDINGS), selection);
  }

  /** Plans, and carries all of it out. */
  SortedSet<String> apply(Desired desired) {
    return apply(desired, _ -> Extent.WHOLLY);
  }

  /**
   * Plans, and carries out what fate lets happen.
   *
   * @return apps that the fetched image would have needed more for than was announced
   */
  SortedSet<String> apply(Desired desired, Fate fate) {
    var plan = plan(world, desired, Selection.ALL);
    var surprised = new TreeSet<String>();
    var fetched = new HashSet<String>();
    for (var step : plan.steps()) {
      if (step.action() instanceof AppAction.Fetch fetch) {
        if (!perform(step, fate)) {
          return surprised;
        }
        fetched.add(fetch.app());
      }
    }
    var steps =
        refined(plan, fetched, desired, surprised).stream()
            .filter(step -> !(step.action() instanceof AppAction.Fetch))
            .toList();
    carryOut(steps, desired, fate);
    return surprised;
  }

  /** Carries steps out as far as fate and failures let them; whether nobody was killed. */
  private boolean carryOut(List<Step> steps, Desired desired, Fate fate) {
    var failed = new HashMap<String, String>();
    for (var step : steps) {
      var why = step.needs().stream().map(failed::get).filter(Objects::nonNull).findFirst();
      if (step.onFailure()) {
        if (why.isPresent() && !recover(step, why.get(), desired, fate)) {
          return false;
        }
        continue;
      }
      var failure = why.isPresent() ? why.get() : failureOf(step);
      if (failure != null) {
        failed.put(step.id(), failure);
        if (why.isEmpty() && !fail(step, failure, fate)) {
          return false;
        }
      } else if (!perform(step, fate)) {
        return false;
      }
    }
    return true;
  }

  private boolean recover(Step step, String why, Desired desired, Fate fate) {
    if (step.action() instanceof AppAction.RollBack back) {
      return rollBack(back, why, desired, fate);
    }
    var record = world.recorded.apps().get(step.resource().name());
    return record == null
        || record.previous() == null
        || record.launch() != null
        || perform(step, fate);
  }

  /** What the world lets fail; null = nothing. */
  private @Nullable String failureOf(Step step) {
    return switch (step.action()) {
      case AppAction.CheckHealth check -> world.unhealthyIn(check.app());
      case AppAction.Install install when install.result() != null ->
          world.failing.contains(install.result().imageId() + " install")
              ? "INSTALL was run, but exited with 1"
              : null;
      case AppAction.Uninstall uninstall -> {
        var record = world.recorded.apps().get(uninstall.app());
        var installation = record == null ? null : record.installation();
        yield installation != null && world.failing.contains(installation.imageId() + " uninstall")
            ? "UNINSTALL was run, but exited with 1"
            : null;
      }
      default -> null;
    };
  }

  private boolean fail(Step step, String failure, Fate fate) {
    if (fate.of(step) != Extent.WHOLLY) {
      return false;
    }
    switch (step.action()) {
      case AppAction.CheckHealth(_, _, var trial) when trial != null -> remember(trial, failure);
      case AppAction.Install install -> begin(install);
      case AppAction.Uninstall uninstall -> world.record(uninstall.app(), Simulation::terminating);
      default -> {}
    }
    return true;
  }

  private void remember(Trial trial, String reason) {
    world.record(
        trial.manifest().name(),
        record ->
            record.withBad(
                new BadVersion(
                    trial.imageId(),
                    trial.manifest(),
                    trial.contents(),
                    reason,
                    "",
                    World.RUN_ID,
                    World.NOW,
                    null)));
  }

  /** As the cycle does it: what failed is remembered, and the plan leads back by itself. */
  private boolean rollBack(AppAction.RollBack back, String reason, Desired desired, Fate fate) {
    remember(back.trial(), reason);
    return carryOut(plan(world, desired, Selection.only(back.app())).steps(), desired, fate);
  }

  /** As the cycle does it: what turns out unnecessary drops out, nothing is added. */
  private List<Step> refined(
      Plan announced, Set<String> fetched, Desired desired, SortedSet<String> surprised) {
    if (fetched.isEmpty()) {
      return announced.steps();
    }
    var now = plan(world, desired, Selection.ALL);
    var known = new HashSet<String>();
    announced.steps().forEach(step -> known.add(step.id()));
    var byId = new TreeMap<String, Step>();
    for (var step : now.steps()) {
      byId.put(step.id(), step);
      if (fetched.contains(step.resource().name()) && !known.contains(step.id())) {
        surprised.add(step.resource().name());
      }
    }
    var steps = new ArrayList<Step>();
    var failed = new HashSet<String>();
    for (var step : announced.steps()) {
      var app = step.resource().name();
      var given = fetched.contains(app) && !(step.action() instanceof AppAction.Fetch);
      var refused =
          given
              && (surprised.contains(app)
                  || now.changes().get(step.resource()) instanceof Change.Held);
      if (refused || step.needs().stream().anyMatch(failed::contains)) {
        failed.add(step.id());
      } else if (!given) {
        steps.add(step);
      } else if (byId.containsKey(step.id())) {
        steps.add(byId.get(step.id()));
      }
    }
    return steps;
  }

  private boolean perform(Step step, Fate fate) {
    return switch (fate.of(step)) {
      case NOT_AT_ALL -> false;
      case PARTLY -> {
        interrupt(step.action());
        yield false;
      }
      case WHOLLY -> {
        perform(step.action());
        yield true;
      }
    };
  }

  /** What a crash amid the step leaves, once the next run has put in order what it can. */
  private void interrupt(Action action) {
    var before = world.recorded;
    switch (action) {
      case AppAction.Install install -> {
        begin(install);
        makeInstalledContainer(install);
      }
      case AppAction.Uninstall uninstall -> world.record(uninstall.app(), Simulation::terminating);
      // Whether it had done its work cannot be told, so its container is removed.
      case AppAction.Complete _ -> {}
      default -> {
        perform(action);
        world.recorded = before;
      }
    }
  }

  private void perform(Action action) {
    switch (action) {
      case HostAction _ -> throw new IllegalArgumentException("no case of an app has a host");
      case AppAction.Fetch fetch -> fetch(fetch);
      case AppAction.Adopt(_, var record) -> {
        world.foreign.removeAll(record.containers());
        world.record(record, _ -> record.withLaunch(inspected(record.launch())));
      }
      case AppAction.Install install -> {
        begin(install);
        makeDirectories(AppRecord.of(install.manifest(), install.place()), install.command());
        makeInstalledContainer(install);
        world.missing(missing -> {
          missing.removeAll(install.manifest().spec().creates());
          return missing;
        });
        var result = result(install);
        world.record(
            install.app(),
            record ->
                proven(
                    record.withInstallation(result.in(Phase.INSTALLED, World.NOW)),
                    install.proves()));
        keep(install.app(), result.imageId());
      }
      case AppAction.Uninstall uninstall -> {
        world.record(uninstall.app(), Simulation::terminating);
        var container = world.named(uninstall.app());
        if (container != null && container.labels().containsKey(MAKES_CONTAINER)) {
          world.removeContainer(mine(uninstall.app(), container.id()));
        }
        world.record(uninstall.app(), record -> record.withInstallation(null));
      }
      case AppAction.Run run ->
          launch(
              run.app(),
              run.place(),
              run.manifest(),
              run.command(),
              run.launch(),
              run.installation(),
              null,
              run.proves());
      case AppAction.Complete run ->
          launch(
              run.app(),
              run.place(),
              run.manifest(),
              run.command(),
              run.launch(),
              run.installation(),
              world.exitCodes.getOrDefault(run.app(), 0),
              world.exitCodes.getOrDefault(run.app(), 0) == 0);
      case AppAction.Start(var app, var id) ->
          world.change(mine(app, id), null, Status.RUNNING, null);
      case AppAction.Unpause(var app, var id) ->
          world.change(mine(app, id), null, Status.RUNNING, null);
      case AppAction.Rename(var app, var id, var name) ->
          world.change(mine(app, id), name, null, null);
      case AppAction.Reconfigure(var app, var id, var options) ->
          options.forEach((option, value) -> world.set(mine(app, id), option, value));
      case AppAction.Stop(var app, var id, _) when id == null ->
          world.record(app, record -> record.withLaunch(null));
      case AppAction.Stop(var app, var id, _) ->
          world.change(mine(app, id), null, Status.EXITED, 143);
      case AppAction.SetAside(var app, var id, var name) -> {
        world.change(mine(app, id), name, null, null);
        world.record(app, AppRecord::withLaunchSetAside);
      }
      case AppAction.PutBack back -> {
        world.change(mine(back.app(), back.containerId()), back.name(), Status.RUNNING, null);
        world.record(
            back.app(),
            record ->
                record
                    .withManifest(back.manifest(), back.place())
                    .withInstallation(back.installation().in(Phase.INSTALLED, World.NOW))
                    .withLaunchPutBack());
      }
      case AppAction.CheckHealth(var app, _, var trial) when trial != null ->
          world.record(app, record -> record.withProof(World.NOW));
      case AppAction.CheckHealth _, AppAction.Recheck _, AppAction.RollBack _ -> {}
      case AppAction.RemoveContainer(var app, var id, _) -> remove(app, id);
      case AppAction.RemoveOld(var app, var id, _) -> remove(app, id);
      case AppAction.RemoveImage(var app, var id, var references) -> {
        references.forEach(world::untag);
        world.removeUnnamed(id);
        world.record(app, record -> record.withoutImage(id));
      }
      case AppAction.WriteRecord(_, var place, var manifest, var installation) ->
          world.record(
              AppRecord.of(manifest, place),
              record -> recording(record.withManifest(manifest, place), installation));
      case AppAction.NoteVolumes(var app, var volumes) ->
          world.record(app, record -> record.withVolumes(volumes));
      case AppAction.PurgeData(var app, var directories, _) -> {
        world.directories.removeAll(directories);
        world.record(app, record -> record.withVolumes(Collections.emptySortedSet()));
      }
      case AppAction.Forget(var app, var directories) -> {
        world.directories.removeAll(directories);
        world.recorded = world.recorded.without(app);
      }
    }
  }

  private void fetch(AppAction.Fetch fetch) {
    for (var reference : fetch.references()) {
      var before = world.image(reference);
      var there = world.registry.get(reference);
      if (there == null) {
        if (before == null) {
          throw new AssertionError("the registry has no '%s'".formatted(reference));
        }
        continue;
      }
      world.tag(reference, there);
      var digest = fetch.digest();
      if (digest != null) {
        world.tag(ImageReference.parse(reference).withDigest(digest).toString(), there);
        var sighting = Objects.requireNonNull(world.observed().sightings().get(fetch.app()));
        world.record(
            fetch.app(), record -> record.withSighting(sighting.fetchedAs(digest, there.id())));
      }
      if (before == null || !before.id().equals(there.id())) {
        world.record(
            AppRecord.of(fetch.manifest(), fetch.place()), record -> record.withPulled(there.id()));
      }
    }
  }

  private void begin(AppAction.Install install) {
    world.record(
        AppRecord.of(install.manifest(), install.place()),
        record ->
            record
                .withManifest(install.manifest(), install.place())
                .withInstallation(result(install).in(Phase.INSTALLING, World.NOW)));
  }

  private static Installation result(AppAction.Install install) {
    if (install.result() == null || !(install.command() instanceof PlannedCommand.Known)) {
      throw new AssertionError("INSTALL of '%s' is still unknown".formatted(install.app()));
    }
    return install.result();
  }

  private static AppRecord terminating(AppRecord record) {
    return record.installation() == null
        ? record
        : record.withInstallation(record.installation().in(Phase.TERMINATING, World.NOW));
  }

  private void makeInstalledContainer(AppAction.Install install) {
    var image = world.images.get(result(install).imageId());
    if (image != null
        && image.labels().containsKey(MAKES_CONTAINER)
        && world.named(install.app()) == null) {
      var container = world.make(install.app(), image.id(), Status.CREATED, null, SortedMaps.of());
      world.record(install.app(), record -> record.withContainer(container.id()));
    }
  }

  private void launch(
      String app,
      @Nullable String place,
      App manifest,
      PlannedCommand planned,
      @Nullable Launch launch,
      @Nullable Installation installation,
      @Nullable Integer exitCode,
      boolean proves) {
    if (launch == null || !(planned instanceof PlannedCommand.Known command)) {
      throw new AssertionError("RUN of '%s' is still unknown".formatted(app));
    }
    makeDirectories(AppRecord.of(manifest, place), command);
    var container = started(app, command, launch, exitCode);
    var contents = new TreeMap<>(launch.contents());
    for (var path : manifest.spec().watchFiles()) {
      var hash = world.host.contents().get(path);
      if (hash != null) {
        contents.put(Inputs.watched(path), hash);
      }
    }
    var recorded =
        new Launch(
            launch.imageId(),
            container == null ? null : container.id(),
            launch.inputs(),
            contents,
            World.NOW,
            launch.bootId(),
            exitCode,
            container == null || exitCode != null ? null : container.live());
    world.record(
        AppRecord.of(manifest, place),
        record ->
            proven(
                recording(record.withManifest(manifest, place), installation).withLaunch(recorded),
                proves));
    keep(app, launch.imageId());
  }

  private @Nullable Container started(
      String app, PlannedCommand.Known command, Launch launch, @Nullable Integer exitCode) {
    var record = world.recorded.apps().get(app);
    var installed = world.named(app);
    if (exitCode == null
        && installed != null
        && record != null
        && record.launch() == null
        && record.containers().contains(installed.id())) {
      world.change(installed.id(), null, Status.RUNNING, null);
      return installed;
    }
    if (command.containerName() == null) {
      if (!command.argv().subList(0, 2).equals(List.of("docker", "start"))) {
        return null;
      }
      if (installed == null) {
        throw new AssertionError("RUN of '%s' starts a container that is not there".formatted(app));
      }
      world.change(mine(app, installed.id()), null, Status.RUNNING, null);
      return installed;
    }
    return world.make(
        command.containerName(),
        launch.imageId(),
        exitCode == null ? Status.RUNNING : Status.EXITED,
        exitCode,
        labels(command.argv()));
  }

  private @Nullable Launch inspected(@Nullable Launch launch) {
    var container = launch == null ? null : world.containers.get(launch.containerId());
    return launch == null || launch.live() != null || container == null
        ? launch
        : launch.with(container.live());
  }

  private static SortedMap<String, String> labels(List<String> argv) {
    var labels = new TreeMap<String, String>();
    for (var i = 0; i + 1 < argv.size(); i++) {
      if (argv.get(i).equals("--label")) {
        var word = ContainerLabels.inRun(argv.get(i + 1), World.RUN_ID);
        var equals = word.indexOf('=');
        labels.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return labels;
  }

  private static AppRecord recording(AppRecord record, @Nullable Installation installation) {
    return installation == null
        ? record
        : record.withInstallation(installation.in(installation.phase(), World.NOW));
  }

  private static AppRecord proven(AppRecord record, boolean proves) {
    return proves ? record.withProof(World.NOW) : record;
  }

  private void makeDirectories(AppRecord initial, PlannedCommand command) {
    if (command instanceof PlannedCommand.Known known) {
      for (var directory : known.hostDirectories()) {
        if (world.directories.add(directory)) {
          world.record(
              initial,
              record -> {
                var all = new ArrayList<>(record.directories());
                all.add(directory);
                return record.withDirectories(all);
              });
        }
      }
    }
  }

  private void keep(String app, String imageId) {
    var image = world.images.get(imageId);
    if (image == null) {
      throw new AssertionError("no such image: '%s'".formatted(imageId));
    }
    world.tag(OwnTag.repository(app) + ":" + OwnTag.tag(imageId), image);
  }

  private void remove(String app, String id) {
    world.removeContainer(mine(app, id));
    world.record(app, record -> record.withoutContainer(id));
  }

  /** Invariant 4, for every step that touches a container. */
  private String mine(String app, String id) {
    if (world.foreign.contains(id)) {
      throw new AssertionError("a step of '%s' touches a foreign container".formatted(app));
    }
    for (var other : world.recorded.apps().values()) {
      if (!other.name().equals(app) && other.containers().contains(id)) {
        throw new AssertionError(
            "a step of '%s' touches a container of '%s'".formatted(app, other.name()));
      }
    }
    return id;
  }
}
