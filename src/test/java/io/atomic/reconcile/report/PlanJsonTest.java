package io.atomic.reconcile.report;

import static io.atomic.reconcile.report.World.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.plan.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class PlanJsonTest {
  @TempDir Path directory = Path.of("");

  private static JsonNode step(JsonNode plan, String id) {
    for (var step : plan.path("steps")) {
      if (step.path("id").stringValue().equals(id)) {
        return step;
      }
    }
    throw new AssertionError(id + " is not in " + plan);
  }

  private static String text(World world) {
    return Format.json(PlanJson.of(world.propose(), Selection.ALL));
  }

  @Test
  void thePlanIdIsTheSameForManifestsInAnyOrder() {
    var forward = Situations.fresh(directory.resolve("a")).converged();
    forward.image("httpd", Situations.CLASSIC).status("db", Status.PAUSED);
    var backward = Situations.fresh(directory.resolve("b")).converged();
    backward.image("httpd", Situations.CLASSIC).status("db", Status.PAUSED);
    backward
        .remove("db.yaml")
        .remove("httpd.yaml")
        .remove("job.yaml")
        .file(
            "all.yaml",
            app("job", "state: completed"),
            app("httpd", Situations.SECRET, "dependsOn: [db]"),
            app("db"));
    Collections.reverse(backward.images);
    Collections.reverse(backward.containers);

    assertThat(forward.plan().steps()).isNotEmpty();
    assertThat(PlanJson.planId(backward.plan())).isEqualTo(PlanJson.planId(forward.plan()));
  }

  @Test
  void thePlanIdDoesNotDependOnTheOrderOfStepsThatDoNotWaitForEachOther() {
    var plan = Situations.fresh(directory).plan();
    var steps = new ArrayList<>(plan.steps());
    var job = steps.stream().filter(s -> s.id().startsWith("job/")).toList();
    steps.removeAll(job);
    steps.addAll(0, job);
    var shuffled = new Plan(plan.changes(), steps, plan.notices());

    assertThat(steps).isNotEqualTo(plan.steps());
    assertThat(PlanJson.planId(shuffled)).isEqualTo(PlanJson.planId(plan));
  }

  @Test
  void thePlanIdDependsOnImagesArgumentsSecretsAndContainers() {
    var ids = new ArrayList<String>();
    var world = Situations.fresh(directory);
    ids.add(PlanJson.planId(world.plan()));
    world.image("db", Map.of());
    ids.add(PlanJson.planId(world.plan()));
    world.file("db.yaml", app("db", "run: {args: [--verbose]}"));
    ids.add(PlanJson.planId(world.plan()));
    world.secrets.put("file:/etc/atomic/secrets/pw", "another");
    ids.add(PlanJson.planId(world.plan()));
    world.converged().status("db", Status.EXITED);
    ids.add(PlanJson.planId(world.plan()));
    world.record("db", r -> r.withLaunch(null)).gone("db");
    ids.add(PlanJson.planId(world.plan()));
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void thePlanIdDoesNotDependOnWordingOrOnWhatIsLeftAlone() {
    var world = Situations.fresh(directory);
    var plan = world.plan();
    var steps =
        plan.steps().stream()
            .map(s ->
                new Step(s.id(), s.action(), "in other words", s.phase(), s.needs(), s.onFailure()))
            .toList();
    var other = world.file("asleep.yaml", app("asleep", "suspend: true")).plan();

    assertThat(PlanJson.planId(new Plan(plan.changes(), steps, List.of())))
        .isEqualTo(PlanJson.planId(plan));
    assertThat(PlanJson.planId(other)).isEqualTo(PlanJson.planId(plan));
  }

  @Test
  void theTextIsTheSameEveryTime() {
    assertThat(text(Situations.fresh(directory))).isEqualTo(text(Situations.fresh(directory)));
  }

  @Test
  void aSecretIsOnlyReferredTo() {
    for (var proposal : Situations.listed(directory)) {
      var printed =
          Format.json(PlanJson.of(proposal, Selection.ALL))
              + Format.json(RunJson.of(Runs.report(proposal, Verdict.EXECUTED), 0))
              + Format.json(
                  StatusJson.of(proposal, HostStatus.of(proposal), AppStatus.all(proposal)));
      assertThat(printed).doesNotContain(World.SALTED, "hunter2");
    }
    var run =
        step(
            PlanJson.of(Situations.fresh(directory.resolve("x")).propose(), Selection.ALL),
            "httpd/run");
    assertThat(run.at("/environment/PASSWORD").toString())
        .isEqualTo("{\"file\":\"/etc/atomic/secrets/pw\"}");
    assertThat(run.at("/environment/MODE").stringValue()).isEqualTo("fast");
  }

  @Test
  void aStepSaysWhatItDoes() {
    var world = Situations.fresh(directory).file("far.yaml", app("far"));
    var plan = PlanJson.of(world.propose(), Selection.ALL);
    var install = step(plan, "httpd/install");

    assertThat(plan.propertyNames().iterator().next()).isEqualTo("formatVersion");
    assertThat(install.path("action").stringValue()).isEqualTo("install");
    assertThat(install.path("repeatAfterInterruption").booleanValue()).isTrue();
    assertThat(install.path("reversible").booleanValue()).isFalse();
    assertThat(install.path("imageId").stringValue()).isEqualTo(world.images.getFirst().id());
    assertThat(install.path("argv").get(0).stringValue()).isEqualTo("docker");
    assertThat(install.path("privileges").toString()).contains("privileged");
    assertThat(install.path("timeout").stringValue()).isEqualTo("10m");
    assertThat(step(plan, "far/run").path("knownAfterFetch").booleanValue()).isTrue();
    assertThat(step(plan, "far/run").has("argv")).isFalse();
    assertThat(step(plan, "far/fetch").path("references").toString())
        .isEqualTo("[\"quay.io/a/far:1\"]");
    assertThat(plan.at("/summary/add").intValue()).isEqualTo(4);
  }

  @Test
  void yamlIsTheSameTree() {
    for (var proposal : Situations.listed(directory)) {
      var tree = PlanJson.of(proposal, Selection.ALL);
      var yaml = Format.YAML.render(() -> "text", () -> tree);
      assertThat(new YAMLMapper().readTree(yaml).toString()).isEqualTo(tree.toString());
    }
    assertThat(Format.TEXT.render(() -> "text", () -> new YAMLMapper().createObjectNode()))
        .isEqualTo("text");
  }
}
