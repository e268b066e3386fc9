package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.manifest.Inodes;
import io.atomic.reconcile.manifest.ManifestDirectories;
import io.atomic.reconcile.manifest.Trust;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Flapping;
import io.atomic.reconcile.model.HealthDefaults;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.ClosedWindows;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Planner;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.plan.Situation;
import io.atomic.reconcile.policy.Gate;
import io.atomic.reconcile.policy.SitePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A host in memory, whose manifests are real files: what there is, and what is recorded of it. */
final class World {
  static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  static final String SALTED = "salted-hash-of-hunter2";

  private final Path directory;
  final List<Image> images = new ArrayList<>();
  final List<Container> containers = new ArrayList<>();
  final TreeSet<String> missing = new TreeSet<>();
  final TreeMap<String, String> secrets =
      new TreeMap<>(Map.of("file:/etc/atomic/secrets/pw", SALTED));
  private final TreeMap<String, Sighting> sightings = new TreeMap<>();
  Recorded recorded = Recorded.NOTHING;
  @Nullable EngineView engine;
  private ClosedWindows closed = ClosedWindows.NONE;
  boolean purgesData;
  private int made;

  World(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  World file(String name, String... documents) {
    try {
      Files.writeString(directory.resolve(name), String.join("", documents));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  World remove(String name) {
    try {
      Files.delete(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  static String app(String name, String... specLines) {
    var spec = new StringBuilder();
    for (var line : specLines) {
      spec.append("  ").append(line).append('\n');
    }
    return """
    ---
    apiVersion: atomic/v1
    kind: App
    metadata: {name: %s}
    spec:
      image: quay.io/a/%s:1
    %s\
    """
        .formatted(name, name, spec);
  }

  /** Another image under that name, which the one before loses. */
  World image(String app, Map<String, String> labels) {
    var tag = "quay.io/a/%s:1".formatted(app);
    images.replaceAll(image ->
        image.tags().contains(tag)
            ? new Image(image.id(), List.of(), List.of(), image.labels())
            : image);
    made++;
    var digest = "quay.io/a/%s@sha256:%s".formatted(app, hex(0xd0000 + made));
    images.add(
        new Image("sha256:" + hex(made), List.of(tag), List.of(digest), new TreeMap<>(labels)));
    return this;
  }

  /** An ID whose first digits tell it from others, as in life. */
  private static String hex(int number) {
    var digits = Integer.toHexString(number);
    return digits + "0".repeat(64 - digits.length());
  }

  World container(String name, String imageId, Container.Status status) {
    containers.add(
        new Container(
            hex(0xabc00 + ++made),
            name,
            imageId,
            NOON,
            status,
            status == Container.Status.EXITED ? 137 : null,
            new TreeMap<>()));
    return this;
  }

  World status(String name, Container.Status status) {
    containers.replaceAll(c ->
        c.name().equals(name)
            ? new Container(
                c.id(),
                c.name(),
                c.imageId(),
                c.created(),
                status,
                status == Container.Status.EXITED ? 137 : null,
                c.labels())
            : c);
    return this;
  }

  World health(String name, Container.Health health) {
    containers.replaceAll(c ->
        c.name().equals(name)
            ? new Container(
                c.id(),
                c.name(),
                c.imageId(),
                c.created(),
                c.status(),
                c.exitCode(),
                c.labels(),
                health)
            : c);
    return this;
  }

  World volumes(String name, String... volumes) {
    containers.replaceAll(c ->
        c.name().equals(name)
            ? new Container(
                c.id(),
                c.name(),
                c.imageId(),
                c.created(),
                c.status(),
                c.exitCode(),
                c.labels(),
                c.health(),
                new TreeSet<>(List.of(volumes)),
                c.live())
            : c);
    return this;
  }

  /** What the app's container was started as, and what somebody has made of it. */
  World changed(String app, Map<String, String> started, Map<String, String> now) {
    containers.replaceAll(
        c -> c.name().equals(app) ? c.with(LiveFields.of(new TreeMap<>(now))) : c);
    return record(
        app,
        record ->
            record.withLaunch(
                Objects.requireNonNull(record.launch())
                    .with(LiveFields.of(new TreeMap<>(started)))));
  }

  World gone(String name) {
    containers.removeIf(c -> c.name().equals(name));
    return this;
  }

  World sighted(String app, Sighting sighting) {
    sightings.put(app, sighting);
    return this;
  }

  World record(String name, UnaryOperator<AppRecord> change) {
    var record = recorded.apps().get(name);
    if (record == null) {
      throw new IllegalStateException("nothing is recorded of " + name);
    }
    recorded = recorded.with(change.apply(record));
    return this;
  }

  Proposal propose(Problem... refusals) {
    return propose(Selection.ALL, refusals);
  }

  Proposal propose(Selection selection, Problem... refusals) {
    var situation = situation();
    return new Proposal(
        situation,
        selection,
        Planner.plan(situation, selection),
        List.of(refusals),
        new Gate(SitePolicy.OPEN).grants(situation));
  }

  Plan plan() {
    return propose().plan();
  }

  /** Windows that are closed. */
  World closed(ClosedWindows windows) {
    closed = windows;
    return this;
  }

  private Situation situation() {
    var desired =
        ManifestDirectories.named(List.of(directory), new Trust(1000, Inodes.REAL)).read();
    var reached =
        engine == null ? new EngineView.Reached(EngineKind.DOCKER, containers, images) : engine;
    var host =
        new HostFacts(
            "boot-1",
            "web-1",
            "x86_64",
            new TreeMap<>(),
            missing,
            new TreeMap<>(),
            secrets,
            new TreeMap<>());
    return new Situation(
            desired,
            recorded,
            new Observed(reached, host, NOON).withSightings(sightings),
            new Situation.Surroundings(
                Map.of(EngineKind.DOCKER, List.of("docker")),
                "",
                Situation.Caller.nobody("/root"),
                Duration.ofMinutes(10),
                1,
                HealthDefaults.STANDARD,
                Flapping.STANDARD,
                purgesData))
        .with(closed);
  }

  /** What a run of the plan would have left: containers that run, and the record. */
  World converged() {
    for (var step : plan().steps()) {
      switch (step.action()) {
        case AppAction.Install(var app, var place, var manifest, _, var result, _) ->
            recorded = recorded.with(of(app, manifest, place).withInstallation(at(result)));
        case AppAction.Run(
                var app,
                var place,
                var manifest,
                _,
                var launch,
                var installation,
                _) -> {
          container(app, launch == null ? "?" : launch.imageId(), Container.Status.RUNNING);
          launched(app, manifest, place, launch, installation, containers.getLast().id(), null);
        }
        case AppAction.Complete(
                var app,
                var place,
                var manifest,
                _,
                var launch,
                var installation) -> {
          container(app, launch == null ? "?" : launch.imageId(), Container.Status.EXITED);
          launched(app, manifest, place, launch, installation, containers.getLast().id(), 0);
        }
        case AppAction.WriteRecord(var app, var place, var manifest, var installation) ->
            recorded =
                recorded.with(
                    installation == null
                        ? of(app, manifest, place)
                        : of(app, manifest, place).withInstallation(at(installation)));
        default -> {}
      }
    }
    return this;
  }

  private AppRecord of(String app, App manifest, @Nullable String place) {
    var record = recorded.apps().get(app);
    return record == null ? AppRecord.of(manifest, place) : record.withManifest(manifest, place);
  }

  private void launched(
      String app,
      App manifest,
      @Nullable String place,
      @Nullable Launch launch,
      @Nullable Installation installation,
      String container,
      @Nullable Integer exitCode) {
    var record = of(app, manifest, place);
    if (installation != null) {
      record = record.withInstallation(at(installation));
    }
    if (launch != null) {
      record =
          record.withLaunch(
              new Launch(
                  launch.imageId(),
                  container,
                  launch.inputs(),
                  launch.contents(),
                  NOON,
                  launch.bootId(),
                  exitCode));
    }
    recorded = recorded.with(record.withProof(NOON));
  }

  private static @Nullable Installation at(@Nullable Installation installation) {
    return installation == null ? null : installation.in(Installation.Phase.INSTALLED, NOON);
  }
}
