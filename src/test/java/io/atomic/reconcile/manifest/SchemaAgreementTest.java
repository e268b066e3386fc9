package io.atomic.reconcile.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.atomic.reconcile.daemon.QuartzCalendar;
import io.atomic.reconcile.model.CronCalendar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Editors use the schemas, the program its decoders: they must accept the same documents. */
class SchemaAgreementTest {
  private static final long SEED = 20261101;
  private static final int DOCUMENTS = 6000;
  private static final CronCalendar CALENDAR = new QuartzCalendar(InstantSource.system());
  private static final Pattern UNKNOWN =
      Pattern.compile("unknown key 'zzzzzzzz'(?: in (.*))?; known here: (.*)");

  private static final JsonMapper JSON = new JsonMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void schemaAndDecoderAgreeOnManifests() throws Exception {
    agree("manifest", SchemaAgreementTest::manifestProblems);
  }

  @Test
  void schemaAndDecoderAgreeOnSettings() throws Exception {
    agree("settings", SchemaAgreementTest::settingsProblems);
  }

  @Test
  void schemaAndDecoderAgreeOnEveryOddValueInEveryPlaceOfManifests() throws Exception {
    sweep("manifest", 0, SchemaAgreementTest::manifestProblems);
    sweep("manifest", 1, SchemaAgreementTest::manifestProblems);
  }

  @Test
  void schemaAndDecoderAgreeOnEveryOddValueInEveryPlaceOfSettings() throws Exception {
    sweep("settings", -1, SchemaAgreementTest::settingsProblems);
  }

  @Test
  void schemaAndDecoderKnowTheSameKeysOfManifests() throws Exception {
    sameKeys("manifest", 0, SchemaAgreementTest::manifestProblems);
    sameKeys("manifest", 1, SchemaAgreementTest::manifestProblems);
  }

  @Test
  void schemaAndDecoderKnowTheSameKeysOfSettings() throws Exception {
    sameKeys("settings", -1, SchemaAgreementTest::settingsProblems);
  }

  @Test
  void schemasDescribeEveryPropertyForEditors() throws Exception {
    for (var name : List.of("manifest", "settings")) {
      described(schema(name), name);
    }
  }

  private static void described(JsonNode schema, String where) {
    schema
        .path("properties")
        .forEachEntry((key, property) -> {
          var known =
              property.has("$ref") && !property.has("title")
                  ? property.get("$ref").asString()
                  : null;
          if (known == null && !where.contains("/if") && !where.contains("/then")) {
            assertThat(property.has("title") && property.has("description"))
                .as("title and description of %s/%s", where, key)
                .isTrue();
          }
        });
    if (schema.isObject()) {
      schema.forEachEntry((key, inner) -> described(inner, where + "/" + key));
    }
  }

  private static void agree(String name, Function<String, List<String>> decoder) throws Exception {
    var root = schema(name);
    var validator = validator(root);
    var random = new Random(SEED);
    var documents = new SchemaDocuments(root, random, 0.25);
    var keys = documents.properties().stream().map(p -> p.replaceAll(".*/", "")).toList();
    var mutations = new Mutations(random, keys);
    var madeAndValid = new HashSet<String>();
    var valid = 0;
    for (var i = 0; i < DOCUMENTS; i++) {
      var document = documents.next();
      for (var broken = i % 3; broken > 0; broken--) {
        mutations.apply(document);
      }
      var text = i % 2 == 0 ? document.toString() : YAML.writeValueAsString(document);
      if (compare(document, text, validator, decoder)) {
        valid++;
        madeAndValid.addAll(documents.made);
      }
    }
    assertThat(valid).as("valid documents").isBetween(DOCUMENTS / 4, DOCUMENTS * 3 / 4);
    assertThat(madeAndValid).containsAll(documents.properties());
  }

  /** Puts every odd value into every place that there is. */
  private static void sweep(String name, int kind, Function<String, List<String>> decoder)
      throws Exception {
    var root = schema(name);
    var validator = validator(root);
    var documents = new SchemaDocuments(root, new Random(SEED), 1);
    var whole = kind < 0 ? documents.next() : documents.next(kind);
    // One property at a time, so that the documents stay small and no mistake hides another.
    var parent = kind < 0 ? "" : "/spec";
    for (var key : whole.at(parent).propertyNames()) {
      var document = whole.deepCopy();
      var part = (ObjectNode) document.at(parent);
      part.retain(key, "image");
      Mutations.everywhere(part, () -> compare(document, document.toString(), validator, decoder));
    }
    if (kind >= 0) {
      var metadata = (ObjectNode) whole.get("metadata");
      whole.set("spec", JSON.readTree(kind == 0 ? "{\"image\": \"a\"}" : "{}"));
      Mutations.everywhere(metadata, () -> compare(whole, whole.toString(), validator, decoder));
    }
  }

  private static boolean compare(
      JsonNode document, String text, Schema validator, Function<String, List<String>> decoder) {
    var complaints = validator.validate(document);
    var problems = decoder.apply(text);
    assertThat(problems.isEmpty())
        .as(() -> "%s\nschema: %s\ndecoder: %s".formatted(text, complaints, problems))
        .isEqualTo(complaints.isEmpty());
    return problems.isEmpty();
  }

  /** Puts a key that nobody knows into every object, and compares what is said to be known. */
  private static void sameKeys(String name, int kind, Function<String, List<String>> decoder)
      throws Exception {
    var random = new Random(SEED);
    var documents = new SchemaDocuments(schema(name), random, 1);
    Map<String, Set<String>> bySchema = new TreeMap<>();
    Map<String, Set<String>> byDecoder = new TreeMap<>();
    // Several documents, since a value that has alternatives takes one of them at random.
    for (var i = 0; i < 20; i++) {
      var document = kind < 0 ? documents.next() : documents.next(kind);
      addUnknown(document);
      bySchema.putAll(documents.closed);
      for (var problem : decoder.apply(document.toString())) {
        var unknown = UNKNOWN.matcher(problem);
        if (unknown.find()) {
          byDecoder.put(
              unknown.group(1) == null ? "" : unknown.group(1),
              Set.of(unknown.group(2).split(", ")));
        }
      }
    }
    // The keys of a user's own mapping are not known beforehand.
    bySchema.keySet().removeIf(path -> path.contains("zzzzzzzz"));
    assertThat(byDecoder).isEqualTo(bySchema);
  }

  private static void addUnknown(JsonNode node) {
    node.forEach(SchemaAgreementTest::addUnknown);
    if (node instanceof ObjectNode object) {
      object.put("zzzzzzzz", "x");
    }
  }

  private static List<String> manifestProblems(String text) {
    var stream = YamlReader.read("x.yaml", text);
    if (stream.failure() != null) {
      return List.of(stream.failure().toString());
    }
    var declaration = DocumentDecoder.decode(stream.documents().getFirst());
    assertThat(declaration.resource() == null).isEqualTo(!declaration.problems().isEmpty());
    return declaration.problems().stream().map(Object::toString).toList();
  }

  private static List<String> settingsProblems(String text) {
    var stream = YamlReader.read("x.yaml", text);
    if (stream.failure() != null) {
      return List.of(stream.failure().toString());
    }
    var findings = new Findings();
    ValueType.mapping(new SettingsDecoder(CALENDAR)::settings)
        .read(new Value(stream.documents().getFirst().root(), "", findings));
    var problems = new ArrayList<String>();
    findings.about(null).forEach(problem -> problems.add(problem.toString()));
    return problems;
  }

  private static JsonNode schema(String name) throws Exception {
    return JSON.readTree(Files.readString(Path.of("schema", name + ".schema.json")));
  }

  private static Schema validator(JsonNode schema) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
  }
}
