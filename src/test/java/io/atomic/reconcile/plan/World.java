package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.model.FileText;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.Sighting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A host in memory: its record, its engine, a registry and what the host itself reports. */
final class World {
  static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  static final String RUN_ID = "run-1";

  private static final HostFacts HOST =
      new HostFacts(
          "boot-1",
          "web-1",
          "x86_64",
          new TreeMap<>(SortedMaps.of("ID", "fedora")),
          Collections.emptySortedSet(),
          Collections.emptySortedMap(),
          Collections.emptySortedMap(),
          Collections.emptySortedMap());

  Recorded recorded = Recorded.NOTHING;
  EngineKind kind = EngineKind.DOCKER;
  EngineView.@Nullable Unreachable unreachable;
  HostFacts host = HOST;
  final SortedMap<String, Container> containers;
  final SortedMap<String, Image> images;

  /** What a fetch gets, by reference. */
  final SortedMap<String, Image> registry;

  /** What the registry says when it is asked, by reference. */
  final SortedMap<String, Sighting> says;

  /** Why no container of an image becomes healthy, by image ID. */
  final Map<String, String> unhealthy = new HashMap<>();

  /** Label commands that fail: an image ID and a verb. */
  final Set<String> failing = new HashSet<>();

  /** What containers are started as that are inspected; empty = nobody inspects any. */
  final SortedMap<String, String> options;

  final SortedMap<String, Integer> exitCodes;
  final SortedSet<String> directories;

  /** Containers that somebody else made, which no step may touch. */
  final SortedSet<String> foreign;

  private int made;

  World() {
    containers = new TreeMap<>();
    images = new TreeMap<>();
    registry = new TreeMap<>();
    says = new TreeMap<>();
    options = new TreeMap<>();
    exitCodes = new TreeMap<>();
    directories = new TreeSet<>();
    foreign = new TreeSet<>();
  }

  private World(World other) {
    recorded = other.recorded;
    kind = other.kind;
    unreachable = other.unreachable;
    host = other.host;
    containers = new TreeMap<>(other.containers);
    images = new TreeMap<>(other.images);
    registry = new TreeMap<>(other.registry);
    says = new TreeMap<>(other.says);
    options = new TreeMap<>(other.options);
    exitCodes = new TreeMap<>(other.exitCodes);
    directories = new TreeSet<>(other.directories);
    foreign = new TreeSet<>(other.foreign);
    made = other.made;
  }

  World copy() {
    return new World(this);
  }

  Observed observed() {
    var view =
        unreachable != null
            ? unreachable
            : new EngineView.Reached(
                kind, List.copyOf(containers.values()), List.copyOf(images.values()));
    return new Observed(view, host, NOW).withSightings(sightings());
  }

  private SortedMap<String, Sighting> sightings() {
    var sightings = new TreeMap<String, Sighting>();
    for (var record : recorded.apps().values()) {
      var said = says.get(record.manifest().spec().image().toString());
      if (said != null) {
        var fetched = record.sighting() == null ? null : record.sighting().meaning();
        sightings.put(
            record.name(),
            fetched == null || fetched.imageId() == null
                ? said
                : said.fetchedAs(fetched.digest(), fetched.imageId()));
      }
    }
    return sightings;
  }

  /** The registry knows the image by this. */
  static String digest(Image image) {
    var name = image.id().getBytes(StandardCharsets.UTF_8);
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The registry says that the reference means that image. */
  void says(String reference, Image image, Instant firstSeen, @Nullable Instant created) {
    registry.put(reference, image);
    var digest = digest(image);
    says.put(
        reference,
        new Sighting(
            reference,
            new Sighting.Meaning(digest, new TreeSet<>(Set.of(digest)), firstSeen, created, null),
            null));
  }

  // The record.

  void record(AppRecord initial, UnaryOperator<AppRecord> change) {
    recorded = recorded.with(change.apply(recorded.apps().getOrDefault(initial.name(), initial)));
  }

  void record(String app, UnaryOperator<AppRecord> change) {
    var before = recorded.apps().get(app);
    if (before != null) {
      recorded = recorded.with(change.apply(before));
    }
  }

  // Containers.

  @Nullable Container named(String name) {
    return containers.values().stream()
        .filter(container -> container.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  Container make(
      String name,
      String imageId,
      Status status,
      @Nullable Integer exitCode,
      SortedMap<String, String> labels) {
    if (named(name) != null) {
      throw new AssertionError("the container name '%s' is already in use".formatted(name));
    }
    var image = images.get(imageId);
    if (image == null) {
      throw new AssertionError("no such image: '%s'".formatted(imageId));
    }
    made++;
    var all = new TreeMap<>(image.labels());
    all.putAll(labels);
    var id = "c%03d".formatted(made) + "0".repeat(60);
    var container =
        new Container(id, name, imageId, NOW, status, exitCode, all).with(startedAs(name));
    containers.put(id, container);
    return container;
  }

  void mounts(String name, List<String> volumes) {
    var container = named(name);
    if (container == null) {
      throw new IllegalArgumentException("there is no container '%s'".formatted(name));
    }
    containers.put(
        container.id(),
        new Container(
            container.id(),
            container.name(),
            container.imageId(),
            container.created(),
            container.status(),
            container.exitCode(),
            container.labels(),
            container.health(),
            new TreeSet<>(volumes),
            container.live()));
  }

  void change(String id, @Nullable String name, @Nullable Status status, @Nullable Integer exit) {
    var old = containers.get(id);
    if (old == null) {
      return;
    }
    if (name != null && named(name) != null) {
      throw new AssertionError("the container name '%s' is already in use".formatted(name));
    }
    containers.put(
        id,
        new Container(
            id,
            name == null ? old.name() : name,
            old.imageId(),
            old.created(),
            status == null ? old.status() : status,
            status == null ? old.exitCode() : exit,
            old.labels(),
            old.health(),
            old.volumes(),
            old.live()));
    if (name != null) {
      set(id, LiveFields.NAME, name);
    }
  }

  private @Nullable LiveFields startedAs(String name) {
    if (options.isEmpty()) {
      return null;
    }
    var fields = new TreeMap<>(options);
    fields.put(LiveFields.NAME, name);
    return LiveFields.of(fields);
  }

  /** What is not set in an update is not there when somebody looks. */
  void set(String id, String field, String value) {
    var container = containers.get(id);
    if (container == null || container.live() == null) {
      return;
    }
    var fields = new TreeMap<>(container.live().fields());
    if (Set.of("no", "0", "none").contains(value)) {
      fields.remove(field);
    } else {
      fields.put(field, value);
    }
    containers.put(id, container.with(LiveFields.of(fields)));
  }

  void removeContainer(String id) {
    containers.remove(id);
  }

  // Images.

  /** The reference means this image from now on. */
  void tag(String reference, Image image) {
    untag(reference);
    var before = images.getOrDefault(image.id(), image);
    var tags = new TreeSet<>(before.tags());
    var digests = new TreeSet<>(before.digests());
    (reference.contains("@") ? digests : tags).add(reference);
    images.put(
        image.id(), new Image(image.id(), List.copyOf(tags), List.copyOf(digests), image.labels()));
  }

  /** Takes the name from the image that has it; without a name and a container an image goes. */
  void untag(String reference) {
    for (var image : List.copyOf(images.values())) {
      if (image.tags().contains(reference)) {
        var tags = new ArrayList<>(image.tags());
        tags.remove(reference);
        images.put(image.id(), new Image(image.id(), tags, image.digests(), image.labels()));
      }
    }
  }

  void removeUnnamed(String id) {
    var image = images.get(id);
    if (image != null && image.tags().isEmpty()) {
      images.remove(id);
    }
  }

  @Nullable Image image(String reference) {
    var index = new ImageIndex(kind, images.values());
    var byId = index.byId(reference);
    return byId != null ? byId : index.find(ImageReference.parse(reference));
  }

  // The host.

  void missing(UnaryOperator<SortedSet<String>> change) {
    host =
        new HostFacts(
            host.bootId(),
            host.hostname(),
            host.arch(),
            host.osRelease(),
            change.apply(new TreeSet<>(host.missing())),
            host.contents(),
            host.secrets(),
            host.texts());
  }

  void content(String path, String hash) {
    var contents = new TreeMap<>(host.contents());
    contents.put(path, hash);
    host =
        new HostFacts(
            host.bootId(),
            host.hostname(),
            host.arch(),
            host.osRelease(),
            host.missing(),
            contents,
            host.secrets(),
            host.texts());
  }

  void text(String path, FileText text) {
    var texts = new TreeMap<>(host.texts());
    texts.put(path, text);
    host =
        new HostFacts(
            host.bootId(),
            host.hostname(),
            host.arch(),
            host.osRelease(),
            host.missing(),
            host.contents(),
            host.secrets(),
            texts);
  }

  void secret(String key, String hash) {
    var secrets = new TreeMap<>(host.secrets());
    secrets.put(key, hash);
    host =
        new HostFacts(
            host.bootId(),
            host.hostname(),
            host.arch(),
            host.osRelease(),
            host.missing(),
            host.contents(),
            secrets,
            host.texts());
  }

  /** Another boot: what ran has been stopped. */
  void reboot() {
    host =
        new HostFacts(
            host.bootId() + "+",
            host.hostname(),
            host.arch(),
            host.osRelease(),
            host.missing(),
            host.contents(),
            host.secrets(),
            host.texts());
    for (var container : List.copyOf(containers.values())) {
      if (Standing.isAlive(container)) {
        change(container.id(), null, Status.EXITED, 143);
      }
    }
  }

  /** Containers as people list them. */
  List<Container> byName() {
    return containers.values().stream().sorted(Comparator.comparing(Container::name)).toList();
  }

  /** Why the app is not healthy; null = it is. */
  @Nullable String unhealthyIn(String app) {
    var record = recorded.apps().get(app);
    return record == null || record.launch() == null
        ? null
        : unhealthy.get(record.launch().imageId());
  }
}
