package io.atomic.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Diagnosis;
import io.atomic.reconcile.cycle.Diagnosis.Level;
import io.atomic.reconcile.cycle.Diagnosis.Subject;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Action;
import io.atomic.reconcile.plan.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the program prints fits its schemas, and the schemas say nothing that it never prints. */
class SchemaTest {
  private static final List<String> NAMES =
      List.of(
          "plan",
          "run",
          "status",
          "drift",
          "problems",
          "image",
          "label",
          "explain",
          "history",
          "doctor");

  private static final Place IN_FILE = new Place("web.yaml", 1, 2);

  @TempDir Path directory = Path.of("");

  @Test
  void plansFitTheirSchema() throws Exception {
    var schema = new SchemaCoverage("plan");
    for (var proposal : Situations.listed(directory)) {
      schema.look(Format.json(PlanJson.of(proposal, Selection.ALL)));
    }
    var some = Selection.of(List.of("httpd"));
    schema.look(Format.json(PlanJson.of(credential().propose(some), some)));
    covered(schema);
  }

  @Test
  void runsFitTheirSchema() throws Exception {
    var schema = new SchemaCoverage("run");
    var proposals = new ArrayList<>(Situations.listed(directory));
    proposals.add(credential().propose());
    for (var report : Runs.of(proposals)) {
      schema.look(Format.json(RunJson.of(report, ExitStatus.of(report, false))));
    }
    covered(schema);
  }

  @Test
  void statusesFitTheirSchema() throws Exception {
    var schema = new SchemaCoverage("status");
    for (var proposal : Situations.listed(directory)) {
      schema.look(
          Format.json(StatusJson.of(proposal, HostStatus.of(proposal), AppStatus.all(proposal))));
    }
    covered(schema);
  }

  @Test
  void driftFitsItsSchema() throws Exception {
    var schema = new SchemaCoverage("drift");
    for (var proposal : Situations.listed(directory)) {
      schema.look(Format.json(DriftJson.of(proposal, DriftedResource.all(proposal))));
    }
    covered(schema);
  }

  @Test
  void explanationsFitTheirSchema() throws Exception {
    var schema = new SchemaCoverage("explain");
    for (var proposal : Situations.listed(directory)) {
      for (var status : AppStatus.all(proposal)) {
        schema.look(Format.json(ExplainJson.of(proposal, status)));
      }
    }
    for (var proposal : Situations.listed(directory.resolve("hosts"))) {
      var host = HostStatus.of(proposal);
      if (host != null) {
        schema.look(Format.json(ExplainJson.of(proposal, host)));
      }
    }
    for (var world : List.of(ExplainTest.odd(directory.resolve("odd")), credential())) {
      var proposal = world.propose();
      for (var status : AppStatus.all(proposal)) {
        schema.look(Format.json(ExplainJson.of(proposal, status)));
      }
    }
    covered(schema);
  }

  @Test
  void historiesFitTheirSchema() throws Exception {
    var schema = new SchemaCoverage("history");
    var versions =
        AppVersions.of(
            HistoryTest.tried(directory.resolve("tried")), Duration.ofDays(7), World.NOON);
    var problem =
        new Problem(Problem.Severity.WARNING, null, Place.of("a.json"), "it is torn", "x");
    schema.look(
        Format.json(
            HistoryJson.of(
                HistoryTest.all(directory.resolve("all")),
                versions,
                List.of(
                    problem, problem.about(ResourceId.app("web")), Problem.error(IN_FILE, "x")))));
    covered(schema);
  }

  @Test
  void diagnosesFitTheirSchema() throws Exception {
    var schema = new SchemaCoverage("doctor");
    var diagnoses = new ArrayList<Diagnosis>();
    for (var subject : Subject.values()) {
      for (var level : Level.values()) {
        diagnoses.add(new Diagnosis(subject, level, "found", level == Level.OK ? null : "mend"));
      }
    }
    schema.look(Format.json(DoctorJson.of(diagnoses)));
    schema.look(Format.json(DoctorJson.of(List.of())));
    assertThat(schema.objections).isEmpty();
    assertThat(schema.seen).containsExactlyElementsOf(schema.declared);
  }

  @Test
  void problemsFitTheirSchema() throws Exception {
    var schema = new SchemaCoverage("problems");
    for (var proposal : Situations.listed(directory)) {
      schema.look(Format.json(ProblemsJson.of(proposal.situation().desired())));
    }
    covered(schema);
  }

  @Test
  void imagesFitTheirSchema() throws Exception {
    var schema = new SchemaCoverage("image");
    var id = "sha256:" + "0".repeat(64);
    var labels = new TreeMap<>(Map.of("RUN", "docker run IMAGE", "version", "1.2"));
    for (var image :
        List.of(
            new Image(id, List.of("a.example/web:1"), List.of("a.example/web@" + id), labels),
            new Image(id, List.of(), List.of(), new TreeMap<>()))) {
      schema.look(Format.json(ImageText.json(image)));
    }
    assertThat(schema.objections).isEmpty();
    assertThat(schema.seen).containsExactlyElementsOf(schema.declared);
  }

  /** An app with a secret that systemd hands over. */
  private World credential() {
    var world =
        Situations.fresh(directory.resolve("some"))
            .file("httpd.yaml", World.app("httpd", "env: {TOKEN: {credential: token}}"));
    world.secrets.put("credential:token", "x");
    return world;
  }

  private static void covered(SchemaCoverage schema) {
    assertThat(schema.objections).isEmpty();
    assertThat(schema.declared).hasSizeGreaterThan(8);
    assertThat(schema.seen).containsExactlyElementsOf(schema.declared);
  }

  @Test
  void whatSeveralSchemasDefineIsTheSameInAllOfThem() throws IOException {
    var known = new HashMap<String, JsonNode>();
    for (var name : NAMES) {
      new SchemaCoverage(name)
          .definitions()
          .forEachEntry((definition, content) -> {
            // A run says of changes and steps what a plan says, and more.
            if (!List.of("change", "step").contains(definition)) {
              var other = known.putIfAbsent(definition, content);
              assertThat(other == null ? content : other).as(definition).isEqualTo(content);
            }
          });
    }
    var planned = new SchemaCoverage("plan").definitions();
    var run = new SchemaCoverage("run").definitions();
    for (var definition : List.of("change", "step")) {
      assertThat(run.path(definition).path("properties").propertyNames())
          .containsAll(planned.path(definition).path("properties").propertyNames());
    }
  }

  @Test
  void theSituationsAndTheSchemaHaveEveryKindOfAction() throws Exception {
    var kinds = new TreeSet<String>();
    var words = new TreeSet<String>();
    for (var proposal : Situations.listed(directory)) {
      for (var step : proposal.plan().steps()) {
        kinds.add(step.action().getClass().getSimpleName());
        words.add(step.action().word());
      }
    }
    assertThat(kinds)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Action.class.getPermittedSubclasses())
                .flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses()))
                .map(Class::getSimpleName)
                .toList());
    var declared = new TreeSet<String>();
    new SchemaCoverage("plan")
        .definitions()
        .at("/step/properties/action/enum")
        .forEach(word -> declared.add(word.stringValue()));
    assertThat(words).isEqualTo(declared);
  }
}
