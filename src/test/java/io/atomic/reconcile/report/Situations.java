package io.atomic.reconcile.report;

import static io.atomic.reconcile.report.World.app;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Container.Health;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.plan.ClosedWindow;
import io.atomic.reconcile.plan.ClosedWindows;
import io.atomic.reconcile.plan.HostStory;
import io.atomic.reconcile.plan.Planner;
import io.atomic.reconcile.plan.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Situations that between them make every kind of change, step and status. */
final class Situations {
  static final Map<String, String> CLASSIC =
      Map.of(
          "INSTALL",
          "docker run --rm --privileged -v /:/host -e HOST=/host -e CONFDIR=${CONFDIR} IMAGE"
              + " /bin/install.sh",
          "RUN",
          "docker run -d --name NAME IMAGE",
          "STOP",
          "docker stop NAME",
          "UNINSTALL",
          "docker run --rm IMAGE /bin/uninstall.sh");
  static final String ENV = "env: {MODE: fast, PASSWORD: {file: /etc/atomic/secrets/pw}}";

  /** With what its label commands need. */
  static final String SECRET = ENV + "\n  grants: [privileged, 'mount:/']";

  private Situations() {}

  /** A world in which nothing has been made yet. */
  static World fresh(Path directory) {
    return new World(directory)
        .image("httpd", CLASSIC)
        .image("db", Map.of())
        .image("job", Map.of("RUN", "docker run --name NAME IMAGE /bin/job"))
        .file("httpd.yaml", app("httpd", SECRET, "dependsOn: [db]"))
        .file("db.yaml", app("db"))
        .file("job.yaml", app("job", "state: completed"));
  }

  static Map<String, Proposal> all(Path root) {
    var all = new LinkedHashMap<String, Proposal>();
    all.put("nothing", engine(new World(root.resolve("nothing")), new EngineView.NotAsked()));
    all.put(
        "fresh",
        fresh(root.resolve("fresh"))
            .file("far.yaml", app("far"))
            .file("stopped.yaml", app("stopped", "state: stopped"))
            .file("gone.yaml", app("gone", "state: absent"))
            .image("stopped", Map.of())
            .propose());
    all.put("converged", fresh(root.resolve("converged")).converged().propose());
    all.put("grant taken away", grantTakenAway(root.resolve("grant-taken-away")).propose());
    all.put("flapping", flapping(root.resolve("flapping")));
    all.put("drifted", drifted(root.resolve("drifted")));
    all.put(
        "checked",
        fresh(root.resolve("checked"))
            .image("web", Map.of())
            .file("web.yaml", app("web"))
            .converged()
            .health("httpd", Health.UNHEALTHY)
            .health("db", Health.STARTING)
            .health("web", Health.HEALTHY)
            .propose());
    all.put("replaced", replaced(root.resolve("replaced")));
    all.put("dependency replaced", dependencyReplaced(root.resolve("dependency-replaced")));
    all.put("rolling back", rollingBack(root.resolve("rolling-back")));
    all.put("windows", windows(root.resolve("windows")).propose());
    all.put("updates", updates(root.resolve("updates")).propose());
    all.put("removed", removed(root.resolve("removed")));
    all.put("purged", purged(root.resolve("purged")));
    all.put("held", held(root.resolve("held")));
    all.put("adopted", adopted(root.resolve("adopted")));
    all.put("left alone", leftAlone(root.resolve("left-alone")));
    all.put("interrupted", interrupted(root.resolve("interrupted")));
    all.put("invalid", invalid(root.resolve("invalid")));
    all.put(
        "unreachable",
        engine(
            fresh(root.resolve("unreachable")).converged(),
            new EngineView.Unreachable(
                "tried to reach '/run/docker.sock', but it is not there", "start docker")));
    all.putAll(hosts());
    return all;
  }

  /** Those of the host, as its golden cases tell them, by {@code Host/CASE}. */
  private static Map<String, Proposal> hosts() {
    try {
      var hosts = new LinkedHashMap<String, Proposal>();
      for (var directory : HostStory.all()) {
        hosts.put("Host/" + directory.getFileName(), host(directory));
      }
      return hosts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The golden case of that name. */
  static Proposal host(String name) {
    return host(HostStory.named(name));
  }

  private static Proposal host(Path directory) {
    try {
      var situation = HostStory.situation(directory);
      return new Proposal(
          situation,
          Selection.ALL,
          Planner.plan(situation),
          List.of(),
          Collections.emptySortedMap());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Proposal engine(World world, EngineView engine) {
    world.engine = engine;
    return world.propose();
  }

  static World grantTakenAway(Path directory) {
    return fresh(directory)
        .converged()
        .file("httpd.yaml", app("httpd", ENV, "grants: [privileged]", "dependsOn: [db]"));
  }

  private static Proposal flapping(Path directory) {
    return fresh(directory)
        .converged()
        .status("db", Status.EXITED)
        .record("db", record -> record.withCorrections(Collections.nCopies(5, World.NOON)))
        .propose();
  }

  private static Proposal drifted(Path directory) {
    return fresh(directory)
        .image("web", Map.of())
        .file("web.yaml", app("web"))
        .converged()
        .status("httpd", Status.EXITED)
        .status("db", Status.PAUSED)
        .changed(
            "db",
            Map.of("name", "db", "memory", "64000000"),
            Map.of("name", "db-old", "memory", "96000000"))
        .gone("web")
        .propose();
  }

  private static Proposal replaced(Path directory) {
    return fresh(directory)
        .converged()
        .image("httpd", CLASSIC)
        .image("db", Map.of())
        .propose(
            new Problem(
                Problem.Severity.ERROR, null, null, "the policy says no", "ask it to say yes"));
  }

  private static Proposal dependencyReplaced(Path directory) {
    return fresh(directory).converged().image("db", Map.of("another", "one")).propose();
  }

  /** A run that was going back was cut short: what was set aside is still there. */
  private static Proposal rollingBack(Path directory) {
    var world = fresh(directory).converged();
    world.containers.replaceAll(
        container -> container.name().equals("db") ? renamed(container, "db.previous") : container);
    var failed = world.image("db", Map.of("another", "one")).images.getLast();
    return world
        .record(
            "db",
            record ->
                record
                    .withLaunchSetAside()
                    .withBad(
                        new BadVersion(
                            failed.id(),
                            record.manifest(),
                            Collections.emptySortedMap(),
                            "it exited with 1",
                            "",
                            "r1",
                            World.NOON,
                            null)))
        .propose();
  }

  private static Container renamed(Container container, String name) {
    return new Container(
        container.id(),
        name,
        container.imageId(),
        container.created(),
        container.status(),
        container.exitCode(),
        container.labels(),
        container.health());
  }

  /** What registries may say of apps whose manifests want to know. */
  static World updates(Path directory) {
    var world = new World(directory);
    for (var app : List.of("same", "moved", "young", "due", "silent")) {
      var update =
          switch (app) {
            case "moved" -> "update: {policy: notify}";
            case "young" -> "update: {policy: auto, minAge: 72h}";
            default -> "update: {policy: auto}";
          };
      world.image(app, Map.of()).file(app + ".yaml", app(app, update));
    }
    world.converged();
    for (var app : List.of("moved", "young", "due")) {
      world.sighted(app, seen(app, null));
    }
    return world
        .sighted(
            "same",
            seen(
                "same",
                Objects.requireNonNull(
                        Objects.requireNonNull(world.recorded.apps().get("same")).installation())
                    .imageId()))
        .sighted(
            "silent",
            Sighting.unanswered(
                null,
                "quay.io/a/silent:1",
                "tried to ask 'quay.io' what 'quay.io/a/silent:1' means, but nobody listens",
                null,
                World.NOON));
  }

  /** An update, a fetch, another start and a removal, each waiting for a window. */
  static World windows(Path directory) {
    var night = new ClosedWindow("night", World.NOON.plus(Duration.ofHours(14)));
    var updates = new TreeMap<String, ClosedWindow>();
    updates.put("night", night);
    var world = new World(directory);
    for (var app : List.of("due", "changed", "gone")) {
      world.image(app, Map.of()).file(app + ".yaml", app(app));
    }
    return world
        .file("due.yaml", app("due", "update: {policy: auto, window: night}"))
        .converged()
        .sighted("due", seen("due", null))
        .file("far.yaml", app("far"))
        .file("changed.yaml", app("changed", "run: {args: [--verbose]}"))
        .file("gone.yaml", app("gone", "state: absent"))
        .closed(
            new ClosedWindows(
                updates,
                night,
                new ClosedWindow("weekend", World.NOON.plus(Duration.ofHours(30))),
                new TreeSet<>()));
  }

  private static Sighting seen(String app, @Nullable String imageId) {
    var digest = "sha256:" + "e".repeat(64);
    return new Sighting(
        "quay.io/a/%s:1".formatted(app),
        new Sighting.Meaning(
            digest, new TreeSet<>(List.of(digest)), World.NOON.minusSeconds(60), null, imageId),
        null);
  }

  private static Proposal removed(Path directory) {
    var world =
        fresh(directory)
            .image("orphan", Map.of())
            .file("orphan.yaml", app("orphan", "onRemove: orphan"))
            .converged();
    var pulled = world.images.getFirst().id();
    return world
        .record("httpd", record -> record.withPulled(pulled))
        .remove("httpd.yaml")
        .remove("orphan.yaml")
        .propose();
  }

  /** Both its manifest and the command line want its data to go. */
  private static Proposal purged(Path directory) {
    var world =
        fresh(directory)
            .image("web", Map.of())
            .file("web.yaml", app("web", "purgeData: true"))
            .converged()
            .volumes("web", "web-data")
            .record("web", record -> record.withDirectories(List.of("/var/lib/web")))
            .remove("web.yaml");
    world.purgesData = true;
    return world.propose();
  }

  private static Proposal held(Path directory) {
    var world =
        fresh(directory)
            .file("never.yaml", app("never", "pull: never"))
            .file("needs.yaml", app("needs", "dependsOn: [never]"))
            .file("elsewhere.yaml", app("elsewhere", "when: {hostname: 'db-*'}"))
            .file("asleep.yaml", app("asleep", "suspend: true"))
            .file("foreign.yaml", app("foreign"))
            .image("asleep", Map.of())
            .image("foreign", Map.of())
            .converged();
    return world
        .container("foreign", world.images.getFirst().id(), Status.RUNNING)
        .record(
            "job",
            record -> {
              var launch = Objects.requireNonNull(record.launch());
              return record
                  .withLaunch(
                      new Launch(
                          launch.imageId(),
                          launch.containerId(),
                          launch.inputs(),
                          launch.contents(),
                          launch.at(),
                          launch.bootId(),
                          3))
                  .withOutcome(
                      new LastOutcome(
                          "r1", World.NOON, false, "tried to run it, but it exited with 3"));
            })
        .propose();
  }

  private static Proposal adopted(Path directory) {
    var world =
        new World(directory).image("web", Map.of()).file("web.yaml", app("web", "adopt: true"));
    return world.container("web", world.images.getFirst().id(), Status.RUNNING).propose();
  }

  private static Proposal leftAlone(Path directory) {
    return fresh(directory)
        .file("db.yaml", app("db", "drift: warn"))
        .converged()
        .file("httpd.yaml", app("httpd", SECRET, "dependsOn: [db]", "onRemove: confirm"))
        .status("db", Status.EXITED)
        .record(
            "httpd", record -> record.withOutcome(new LastOutcome("r1", World.NOON, true, null)))
        .propose();
  }

  private static Proposal interrupted(Path directory) {
    return fresh(directory)
        .converged()
        .record(
            "httpd",
            record ->
                record.withInstallation(
                    Objects.requireNonNull(record.installation())
                        .in(Installation.Phase.INSTALLING, World.NOON)))
        .record(
            "db",
            record ->
                record.withInstallation(
                    Objects.requireNonNull(record.installation())
                        .in(Installation.Phase.TERMINATING, World.NOON)))
        .propose();
  }

  private static Proposal invalid(Path directory) {
    return fresh(directory)
        .converged()
        .file("db.yaml", app("db", "staet: running"))
        .file("new.yaml", app("new", "staet: running"))
        .file("torn.yaml", "a: [")
        .file(
            "host.yaml",
            """
            apiVersion: atomic/v1
            kind: Host
            metadata: {name: host}
            spec: {ref: "fedora:fedora/x86_64/silverblue/43"}
            """)
        .propose();
  }

  static List<Proposal> listed(Path root) {
    return List.copyOf(all(root).values());
  }
}
