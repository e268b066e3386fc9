package io.atomic.reconcile.report;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds a schema against documents: whether they fit, and what of it they make use of. */
public final class SchemaCoverage {
  private final JsonNode root;
  private final Schema validator;
  public final SortedSet<String> declared = new TreeSet<>();
  public final SortedSet<String> seen = new TreeSet<>();

  /** Fields of documents that the schema does not know, and what does not fit. */
  public final List<String> objections = new ArrayList<>();

  public SchemaCoverage(String name) throws IOException {
    var text = Files.readString(Path.of("schema", name + ".schema.json"));
    root = new JsonMapper().readTree(text);
    validator =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(root);
    declare(root, "");
  }

  JsonNode definitions() {
    return root.path("$defs");
  }

  public void look(String document) {
    var node = new JsonMapper().readTree(document);
    validator.validate(node).forEach(error -> objections.add(error + "\n" + document));
    look(root, "", node);
  }

  private void declare(JsonNode schema, String at) {
    schema
        .path("properties")
        .forEachEntry((name, property) -> {
          declared.add(at + "/" + name);
          declare(property, at + "/" + name);
        });
    if (schema.has("items")) {
      declare(schema.path("items"), at + "[]");
    }
    schema.path("$defs").forEachEntry((name, definition) -> declare(definition, "#/$defs/" + name));
  }

  private void look(JsonNode schema, String at, JsonNode value) {
    if (schema.has("$ref")) {
      var reference = schema.path("$ref").stringValue();
      look(root.at(reference.substring(1)), reference, value);
      return;
    }
    for (var alternative : schema.path("anyOf")) {
      if (value.isObject() == alternative.has("$ref")) {
        look(alternative, at, value);
        return;
      }
    }
    if (value.isObject()) {
      value.forEachEntry((name, field) -> {
        var property = schema.path("properties").path(name);
        if (property.isObject()) {
          seen.add(at + "/" + name);
          look(property, at + "/" + name, field);
        } else if (schema.path("additionalProperties").isObject()) {
          look(schema.path("additionalProperties"), at + "/*", field);
        } else {
          objections.add("unknown: " + at + "/" + name);
        }
      });
    } else if (value.isArray()) {
      value.forEach(item -> look(schema.path("items"), at + "[]", item));
    }
  }
}
