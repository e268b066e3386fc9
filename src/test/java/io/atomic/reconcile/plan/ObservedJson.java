package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.FileText;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code observed.json} of a case: what engine and host report, as a person could write it. */
final class ObservedJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ObservedJson() {}

  static String write(Observed observed) {
    var root = MAPPER.createObjectNode();
    switch (observed.engine()) {
      case EngineView.NotAsked _ -> root.put("engine", "not asked");
      case EngineView.Unreachable(var message, var remedy) ->
          root.put("engine", "unreachable").put("message", message).put("remedy", remedy);
      case EngineView.Reached(var kind, var containers, var images) -> {
        root.put("engine", word(kind));
        var list = root.putArray("containers");
        containers.forEach(container -> write(list.addObject(), container));
        var others = root.putArray("images");
        for (var image : images) {
          var node = others.addObject().put("id", image.id());
          texts(node, "tags", image.tags());
          texts(node, "digests", image.digests());
          map(node, "labels", image.labels());
        }
      }
    }
    var host = observed.host();
    var node =
        root.putObject("host")
            .put("bootId", host.bootId())
            .put("hostname", host.hostname())
            .put("arch", host.arch());
    map(node, "osRelease", host.osRelease());
    texts(node, "missing", host.missing());
    map(node, "contents", host.contents());
    map(node, "secrets", host.secrets());
    var texts = new TreeMap<String, String>();
    var unreadable = new TreeMap<String, String>();
    host.texts()
        .forEach((path, text) -> {
          switch (text) {
            case FileText.Content(var content) -> texts.put(path, content);
            case FileText.Unreadable(var reason) -> unreadable.put(path, reason);
          }
        });
    map(node, "texts", texts);
    map(node, "unreadable", unreadable);
    if (!observed.sightings().isEmpty()) {
      var sightings = root.putObject("sightings");
      observed.sightings().forEach((app, sighting) -> write(sightings.putObject(app), sighting));
    }
    return MAPPER.writeValueAsString(root) + "\n";
  }

  private static void write(ObjectNode node, Container container) {
    node.put("id", container.id())
        .put("name", container.name())
        .put("imageId", container.imageId())
        .put("created", container.created().toString())
        .put("status", word(container.status()));
    if (container.exitCode() != null) {
      node.put("exitCode", container.exitCode());
    }
    map(node, "labels", container.labels());
    if (!container.volumes().isEmpty()) {
      texts(node, "volumes", container.volumes());
    }
    if (container.live() != null) {
      map(node, "live", container.live().fields());
    }
  }

  static Observed read(String text) {
    var root = MAPPER.readTree(text);
    var sightings = new TreeMap<String, Sighting>();
    if (root.has("sightings")) {
      root.get("sightings")
          .properties()
          .forEach(entry -> sightings.put(entry.getKey(), sighting(entry.getValue())));
    }
    return new Observed(engine(root), host(root.get("host")), World.NOW).withSightings(sightings);
  }

  private static void write(ObjectNode node, Sighting sighting) {
    node.put("reference", sighting.reference());
    var meaning = sighting.meaning();
    if (meaning != null) {
      var inner =
          node.putObject("meaning")
              .put("digest", meaning.digest())
              .put("firstSeen", meaning.firstSeen().toString());
      texts(inner, "digests", meaning.digests());
      if (meaning.created() != null) {
        inner.put("created", meaning.created().toString());
      }
      if (meaning.imageId() != null) {
        inner.put("imageId", meaning.imageId());
      }
    }
    var silence = sighting.silence();
    if (silence != null) {
      node.putObject("silence")
          .put("since", silence.since().toString())
          .put("why", silence.why())
          .put("remedy", silence.remedy());
    }
  }

  private static Sighting sighting(JsonNode node) {
    var meaning = node.get("meaning");
    var silence = node.get("silence");
    return new Sighting(
        node.get("reference").stringValue(),
        meaning == null
            ? null
            : new Sighting.Meaning(
                meaning.get("digest").stringValue(),
                new TreeSet<>(texts(meaning, "digests")),
                Instant.parse(meaning.get("firstSeen").stringValue()),
                meaning.has("created") ? Instant.parse(meaning.get("created").stringValue()) : null,
                meaning.has("imageId") ? meaning.get("imageId").stringValue() : null),
        silence == null
            ? null
            : new Sighting.Silence(
                Instant.parse(silence.get("since").stringValue()),
                silence.get("why").stringValue(),
                silence.get("remedy").stringValue()));
  }

  private static EngineView engine(JsonNode root) {
    var engine = root.get("engine").stringValue();
    if (engine.equals("not asked")) {
      return new EngineView.NotAsked();
    }
    if (engine.equals("unreachable")) {
      return new EngineView.Unreachable(
          root.get("message").stringValue(), root.get("remedy").stringValue());
    }
    var containers = new ArrayList<Container>();
    for (var node : root.get("containers")) {
      containers.add(
          new Container(
              node.get("id").stringValue(),
              node.get("name").stringValue(),
              node.get("imageId").stringValue(),
              Instant.parse(node.get("created").stringValue()),
              Container.Status.valueOf(upper(node.get("status").stringValue())),
              node.has("exitCode") ? Integer.valueOf(node.get("exitCode").intValue()) : null,
              map(node, "labels"),
              null,
              node.has("volumes")
                  ? new TreeSet<>(texts(node, "volumes"))
                  : Collections.emptySortedSet(),
              node.has("live") ? LiveFields.of(map(node, "live")) : null));
    }
    var images = new ArrayList<Image>();
    for (var node : root.get("images")) {
      images.add(
          new Image(
              node.get("id").stringValue(),
              texts(node, "tags"),
              texts(node, "digests"),
              map(node, "labels")));
    }
    return new EngineView.Reached(EngineKind.valueOf(upper(engine)), containers, images);
  }

  private static HostFacts host(JsonNode node) {
    return new HostFacts(
        node.get("bootId").stringValue(),
        node.get("hostname").stringValue(),
        node.get("arch").stringValue(),
        map(node, "osRelease"),
        new TreeSet<>(texts(node, "missing")),
        map(node, "contents"),
        map(node, "secrets"),
        fileTexts(node));
  }

  private static SortedMap<String, FileText> fileTexts(JsonNode node) {
    var texts = new TreeMap<String, FileText>();
    map(node, "texts").forEach((path, content) -> texts.put(path, new FileText.Content(content)));
    map(node, "unreadable")
        .forEach((path, reason) -> texts.put(path, new FileText.Unreadable(reason)));
    return texts;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  /** What is empty is left out. */
  private static void texts(ObjectNode node, String name, Collection<String> texts) {
    if (!texts.isEmpty()) {
      var array = node.putArray(name);
      texts.forEach(array::add);
    }
  }

  private static List<String> texts(JsonNode node, String name) {
    var texts = new ArrayList<String>();
    if (node.has(name)) {
      node.get(name).forEach(text -> texts.add(text.stringValue()));
    }
    return texts;
  }

  private static void map(ObjectNode node, String name, SortedMap<String, String> map) {
    if (!map.isEmpty()) {
      var object = node.putObject(name);
      map.forEach(object::put);
    }
  }

  private static SortedMap<String, String> map(JsonNode node, String name) {
    var map = new TreeMap<String, String>();
    if (node.has(name)) {
      node.get(name).properties().forEach(e -> map.put(e.getKey(), e.getValue().stringValue()));
    }
    return map;
  }
}
