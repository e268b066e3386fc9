package io.atomic.reconcile.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes documents that a JSON Schema of ours allows, or nearly: from its types and examples. */
final class SchemaDocuments {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final JsonNode root;
  private final Random random;
  private final double density;

  /** Pointers of the properties in the document made last. */
  final Set<String> made = new HashSet<>();

  /** Known keys by path, of every closed object in the document made last. */
  final Map<String, Set<String>> closed = new TreeMap<>();

  /**
   * @param density how likely a property that is not required is there; 1 = always
   */
  SchemaDocuments(JsonNode root, Random random, double density) {
    this.root = root;
    this.random = random;
    this.density = density;
  }

  ObjectNode next() {
    made.clear();
    closed.clear();
    if (!root.has("allOf")) {
      return object(root, "#", "");
    }
    var kinds = root.at("/allOf");
    var index = random.nextInt(kinds.size());
    return next(index);
  }

  /** One of the kind that the given branch of the root's {@code allOf} is about. */
  ObjectNode next(int branch) {
    made.clear();
    closed.clear();
    var document = object(root, "#", "");
    var choice = root.at("/allOf/" + branch);
    document.set("kind", choice.at("/if/properties/kind/const"));
    choice
        .at("/then/properties")
        .forEachEntry((key, schema) -> document.set(key, value(schema, "#/then/" + key, key)));
    return document;
  }

  /** Pointers of every property that the schema has. */
  Set<String> properties() {
    var all = new TreeSet<String>();
    collect(root, "#", all);
    return all;
  }

  private static void collect(JsonNode schema, String pointer, Set<String> all) {
    if (schema.has("properties") && schema.has("additionalProperties")) {
      schema.get("properties").forEachEntry((key, _) -> all.add(pointer + "/properties/" + key));
    }
    if (schema.isObject()) {
      schema.forEachEntry((key, inner) -> collect(inner, pointer + "/" + key, all));
    }
  }

  private JsonNode value(JsonNode schema, String pointer, String path) {
    if (schema.has("$ref")) {
      var target = schema.get("$ref").asString();
      var siblings = schema.has("examples") && random.nextBoolean();
      return siblings ? example(schema) : value(root.at(target.substring(1)), target, path);
    }
    if (schema.has("if") && schema.has("else")) {
      var branch = random.nextBoolean() ? "then" : "else";
      return value(schema.get(branch), pointer + "/" + branch, path);
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    if (!schema.has("type")) {
      return JSON.stringNode("anything");
    }
    return switch (schema.get("type").asString()) {
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "integer" ->
          JSON.numberNode(
              random.nextInt(schema.get("minimum").asInt(), schema.get("maximum").asInt() + 1));
      case "array" -> array(schema, pointer, path);
      case "object" ->
          schema.get("additionalProperties").isBoolean()
              ? object(schema, pointer, path)
              : map(schema, pointer, path);
      default -> example(schema);
    };
  }

  private JsonNode example(JsonNode schema) {
    var examples = schema.get("examples");
    if (examples == null) {
      throw new IllegalStateException("a text needs an example: " + schema);
    }
    return examples.get(random.nextInt(examples.size())).deepCopy();
  }

  private ArrayNode array(JsonNode schema, String pointer, String path) {
    var array = JSON.arrayNode();
    var size = density == 1 ? 1 : schema.path("minItems").asInt(0) + random.nextInt(3);
    for (var i = 0; i < size; i++) {
      array.add(value(schema.get("items"), pointer + "/items", path + "[" + i + "]"));
    }
    return array;
  }

  private JsonNode map(JsonNode schema, String pointer, String path) {
    var map = (ObjectNode) (schema.has("examples") ? example(schema) : JSON.objectNode());
    // Only some of the values, so that those of the example are used as well.
    for (var key : List.copyOf(map.propertyNames())) {
      if (random.nextBoolean() || density == 1) {
        map.set(
            key,
            value(
                schema.get("additionalProperties"),
                pointer + "/additionalProperties",
                path + "." + key));
      }
    }
    return map;
  }

  private ObjectNode object(JsonNode schema, String pointer, String path) {
    var required = new HashSet<String>();
    schema.path("required").forEach(key -> required.add(key.asString()));
    var excluded = new HashSet<String>();
    if (schema.has("oneOf")) {
      var choices = new ArrayList<String>();
      schema.get("oneOf").forEach(one -> choices.add(one.at("/required/0").asString()));
      var chosen = choices.remove(random.nextInt(choices.size()));
      required.add(chosen);
      excluded.addAll(choices);
    }
    var object = JSON.objectNode();
    schema
        .get("properties")
        .forEachEntry((key, property) -> {
          if (required.contains(key)
              || (!excluded.contains(key) && random.nextDouble() < density)) {
            made.add(pointer + "/properties/" + key);
            object.set(
                key,
                value(
                    property,
                    pointer + "/properties/" + key,
                    path.isEmpty() ? key : path + "." + key));
          }
        });
    closed.put(path, schema.get("properties").propertyNames().stream().collect(Collectors.toSet()));
    return object;
  }
}
