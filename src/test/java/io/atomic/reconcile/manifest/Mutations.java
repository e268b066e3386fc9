package io.atomic.reconcile.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the mistakes that people make in a document, and those that only a machine makes. */
final class Mutations {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Random random;
  private final List<String> schemaKeys;

  Mutations(Random random, List<String> schemaKeys) {
    this.random = random;
    this.schemaKeys = schemaKeys;
  }

  void apply(ObjectNode document) {
    var containers = new ArrayList<JsonNode>();
    collect(document, containers);
    switch (containers.get(random.nextInt(containers.size()))) {
      case ObjectNode object -> change(object);
      case ArrayNode array -> change(array);
      default -> throw new IllegalStateException();
    }
  }

  /** Runs the check with every odd value in every place below, and every odd key. */
  static void everywhere(ObjectNode top, Runnable check) {
    var values = OddValues.all();
    var containers = new ArrayList<JsonNode>();
    collect(top, containers);
    for (var container : containers) {
      switch (container) {
        case ObjectNode object -> {
          for (var key : List.copyOf(object.propertyNames())) {
            var before = object.get(key);
            values.forEach(value -> tryOut(() -> object.set(key, value), check));
            object.set(key, before);
          }
          for (var key : OddValues.KEYS.stream().filter(key -> !object.has(key)).toList()) {
            tryOut(() -> object.put(key, "x"), check);
            object.remove(key);
          }
        }
        case ArrayNode array -> {
          for (var i = 0; i < array.size(); i++) {
            var index = i;
            var before = array.get(index);
            values.forEach(value -> tryOut(() -> array.set(index, value), check));
            array.set(index, before);
          }
        }
        default -> throw new IllegalStateException();
      }
    }
  }

  private static void tryOut(Runnable change, Runnable check) {
    change.run();
    check.run();
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainer()) {
      containers.add(node);
      node.forEach(inner -> collect(inner, containers));
    }
  }

  private void change(ObjectNode object) {
    var keys = List.copyOf(object.propertyNames());
    if (keys.isEmpty() || random.nextInt(4) == 0) {
      object.set(pick(random.nextBoolean() ? OddValues.KEYS : schemaKeys), anything());
      return;
    }
    var key = pick(keys);
    switch (random.nextInt(5)) {
      case 0 -> object.remove(key);
      case 1 -> object.set(pick(OddValues.KEYS), object.remove(key));
      case 2 -> object.set(key, edited(object.get(key)));
      default -> object.set(key, anything());
    }
  }

  private void change(ArrayNode array) {
    if (array.isEmpty() || random.nextInt(3) == 0) {
      array.add(anything());
      return;
    }
    var index = random.nextInt(array.size());
    switch (random.nextInt(4)) {
      case 0 -> array.remove(index);
      case 1 -> array.add(array.get(index).deepCopy());
      case 2 -> array.set(index, edited(array.get(index)));
      default -> array.set(index, anything());
    }
  }

  /** The same text with one character more, less or other; anything else as it was. */
  private JsonNode edited(JsonNode node) {
    if (!node.isString()) {
      return node;
    }
    var text = new StringBuilder(node.asString());
    var at = random.nextInt(text.length() + 1);
    var other = "aA0.:/-_@ \n=,".charAt(random.nextInt(13));
    if (at == text.length() || random.nextBoolean()) {
      text.insert(at, other);
    } else {
      text.deleteCharAt(at);
    }
    return JSON.stringNode(text.toString());
  }

  private JsonNode anything() {
    return switch (random.nextInt(12)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(pick(List.of(0, 1, -1, 4, 64, 65, 99, 100, 599, 600, 1 << 30)));
      case 3 -> JSON.numberNode(pick(List.of(1.5, -0.25)));
      case 4 -> JSON.arrayNode();
      case 5 -> JSON.arrayNode().add(pick(OddValues.TEXTS));
      case 6 -> JSON.objectNode();
      case 7 -> JSON.objectNode().put(pick(OddValues.KEYS), pick(OddValues.TEXTS));
      default -> JSON.stringNode(pick(OddValues.TEXTS));
    };
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
