package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.AppSpec.Drift;
import io.atomic.reconcile.model.AppSpec.OnRemove;
import io.atomic.reconcile.model.AppSpec.Pull;
import io.atomic.reconcile.model.AppSpec.Strategy;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Desired.Source;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.model.Update;
import io.atomic.reconcile.model.When;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Manifests and what happens to hosts, at random, the same for the same seed. */
final class RandomHost {
  private static final List<String> NAMES = List.of("a", "b", "c", "d");
  private static final List<String> CATALOGUE =
      List.of("httpd-1", "httpd-2", "classic", "ntpd", "plain-1", "plain-2", "unit");
  private static final List<String> REFERENCES =
      List.of("quay.io/x/one:1", "quay.io/x/two:1", "quay.io/x/three:1");

  private final Random random;
  private final Catalogue catalogue;

  RandomHost(long seed, Catalogue catalogue) {
    this.random = new Random(seed);
    this.catalogue = catalogue;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** A host with a registry that has everything, and some of it on disk. */
  World world() {
    var world = new World();
    for (var reference : REFERENCES) {
      var image = catalogue.get(pick(CATALOGUE));
      world.registry.put(reference, image);
      if (chance(70)) {
        world.tag(reference, image);
      }
    }
    world.secret("file:/etc/atomic/secrets/pw", "one");
    world.content("/etc/watched", "one");
    if (chance(50)) {
      world.options.put("memory", "64000000");
    }
    if (chance(20)) {
      var image = catalogue.get("plain-1");
      world.tag("quay.io/foreign/plain:1", image);
      world.foreign.add(
          world.make(pick(NAMES), image.id(), Status.RUNNING, null, new TreeMap<>()).id());
    }
    return world;
  }

  Desired desired() {
    var apps = new TreeMap<String, Declared<App>>();
    var invalid = new TreeSet<ResourceId>();
    for (var name : NAMES) {
      if (chance(80)) {
        apps.put(name, new Declared<>(new App(name, SortedMaps.of(), spec(name)), Place.of(name)));
      } else if (chance(20)) {
        invalid.add(ResourceId.app(name));
      }
    }
    return new Desired(apps, null, invalid, chance(95), new Source.Manifests(), List.of());
  }

  private AppSpec spec(String name) {
    var env = new TreeMap<String, EnvValue>();
    if (chance(30)) {
      env.put(chance(50) ? "MODE" : "GREETING", new EnvValue.Plain(pick(List.of("1", "2"))));
    }
    if (chance(15)) {
      env.put("PASSWORD", new EnvValue.FromFile("/etc/atomic/secrets/pw"));
    }
    var dependsOn = new ArrayList<String>();
    for (var other : NAMES) {
      // Only earlier ones: no cycles.
      if (other.compareTo(name) < 0 && chance(25)) {
        dependsOn.add(other);
      }
    }
    var run =
        chance(30)
            ? new CommandSpec(List.of(pick(List.of("-v", "-q"))), SortedMaps.of(), null, null)
            : CommandSpec.DEFAULT;
    return new AppSpec(
        ImageReference.parse(pick(REFERENCES)),
        chance(60) ? AppState.RUNNING : pick(List.of(AppState.values())),
        // Never `never`: whether it is held depends on what others fetch for themselves.
        chance(80) ? Pull.MISSING : Pull.ALWAYS,
        Update.DEFAULT,
        pick(List.of(Strategy.values())),
        dependsOn,
        false,
        When.ALWAYS,
        null,
        env,
        CommandSpec.DEFAULT,
        run,
        CommandSpec.DEFAULT,
        CommandSpec.DEFAULT,
        List.of(),
        chance(20) ? List.of("/etc/made-by-" + name) : List.of(),
        chance(20) ? List.of("/etc/watched") : List.of(),
        null,
        chance(80),
        chance(80) ? Drift.CORRECT : pick(List.of(Drift.values())),
        chance(80) ? OnRemove.UNINSTALL : pick(List.of(OnRemove.values())),
        false,
        chance(20),
        chance(5));
  }

  /** Something that people do to a host between two runs. */
  void meddle(World world) {
    var containers = new ArrayList<>(world.containers.values());
    switch (random.nextInt(10)) {
      case 0, 1 -> {
        var container = containers.isEmpty() ? null : pick(containers);
        if (container != null && !world.foreign.contains(container.id())) {
          var status = pick(List.of(Status.EXITED, Status.PAUSED, Status.DEAD, Status.RESTARTING));
          world.change(container.id(), null, status, status == Status.EXITED ? 1 : null);
        }
      }
      case 2, 3 -> {
        if (!containers.isEmpty()) {
          world.removeContainer(pick(containers).id());
        }
      }
      case 4 -> {
        var reference = pick(REFERENCES);
        var image = catalogue.get(pick(CATALOGUE));
        world.tag(reference, image);
        world.registry.put(reference, image);
      }
      // Not of one on disk: what one app fetches would move others, which see it in the next run.
      case 5 -> {
        var reference = pick(REFERENCES);
        if (world.image(reference) == null) {
          world.registry.put(reference, catalogue.get(pick(CATALOGUE)));
        }
      }
      case 6 -> world.content("/etc/watched", pick(List.of("one", "two")));
      case 7 ->
          world.missing(missing -> {
            missing.add("/etc/made-by-" + pick(NAMES));
            return missing;
          });
      case 8 -> world.reboot();
      case 9 -> {
        var container = containers.isEmpty() ? null : pick(containers);
        if (container != null && !world.foreign.contains(container.id())) {
          switch (random.nextInt(3)) {
            case 0 -> world.set(container.id(), "restart", "always");
            case 1 -> world.set(container.id(), "volume", "/srv:/srv");
            default -> world.change(container.id(), "renamed-" + container.shortId(), null, null);
          }
        }
      }
      default -> throw new AssertionError();
    }
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  <T> List<T> anyOrder(List<T> of) {
    var list = new ArrayList<>(of);
    Collections.shuffle(list, random);
    return list;
  }
}
