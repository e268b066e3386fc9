package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.StepResult;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Step;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The report of a run, as {@code apply -o json} prints it and the history keeps it; {@code
 * schema/run.schema.json} describes it.
 */
public final class RunJson {
  private final RunReport report;

  private RunJson(RunReport report) {
    this.report = report;
  }

  /**
   * A run.
   *
   * @param exitStatus with which the program ends
   */
  public static JsonNode of(RunReport report, int exitStatus) {
    return new RunJson(report).tree(exitStatus).node();
  }

  private Tree tree(int exitStatus) {
    var plan = report.plan();
    return Tree.document()
        .text("runId", report.runId())
        .text("startedAt", report.startedAt())
        .text("endedAt", report.endedAt())
        .word("verdict", report.verdict())
        .number("exitStatus", exitStatus)
        .object("summary", plan, this::summary)
        .list("changes", plan == null ? List.of() : plan.changes().values(), this::change)
        .list("steps", plan == null ? List.of() : plan.steps(), this::step)
        .list("notices", plan == null ? List.of() : plan.notices(), ProblemJson::of)
        .text("nextOpening", plan == null ? null : plan.nextOpening())
        .list("problems", report.problems(), ProblemJson::of);
  }

  /** How many steps ended how. */
  private Tree summary(Plan plan) {
    var counts = new EnumMap<Ending, Integer>(Ending.class);
    plan.steps().forEach(step -> counts.merge(Ending.of(result(step)), 1, Integer::sum));
    var tree = Tree.object();
    for (var ending : Ending.values()) {
      tree.number(ending.counter, counts.getOrDefault(ending, 0));
    }
    return tree;
  }

  private Tree change(Change change) {
    var id = change.id();
    var failure = report.failureOf(id);
    var outcome =
        change instanceof Held
            ? "held"
            : report.isFailed(id) ? "failed" : report.isChanged(id) ? "changed" : "unchanged";
    var tree = ChangeJson.of(change, ChangeJson.placeOf(change)).text("outcome", outcome);
    image(change, tree);
    if (failure != null) {
      tree.text("message", failure.message()).text("remedy", failure.remedy());
    }
    return tree;
  }

  /** What is installed by the end of the run, or, of what goes, was. */
  private void image(Change change, Tree tree) {
    var id = change.id();
    var installation = id.kind() == Kind.APP ? report.installed().get(id.name()) : null;
    if (installation != null) {
      tree.object("image", installation, RunJson::image);
    } else if (change instanceof Change.Remove remove) {
      var reference = remove.record().manifest().spec().image();
      tree.object("image", reference, image -> Tree.object().text("reference", image));
    }
  }

  private static Tree image(Installation installation) {
    var resolution = installation.resolution();
    return Tree.object()
        .text("reference", installation.reference())
        .text("id", installation.imageId())
        .text("digest", resolution == null ? null : resolution.digest())
        .text("resolvedAt", resolution == null ? null : resolution.at());
  }

  private Tree step(Step step) {
    var result = result(step);
    var tree = StepJson.of(step).word("outcome", Ending.of(result));
    if (result == null) {
      return tree;
    }
    tree.text("startedAt", result.startedAt()).number("milliseconds", result.took().toMillis());
    return switch (result.outcome()) {
      case Outcome.Done(var note) -> tree.text("message", note);
      case Outcome.DroppedOut(var why) -> tree.text("message", why);
      case Outcome.Skipped(var why) -> tree.text("message", why);
      case Outcome.Failed(var message, var remedy, var output, _, _) ->
          tree.text("message", message)
              .text("remedy", remedy)
              .texts("output", output.lines().toList());
    };
  }

  private @Nullable StepResult result(Step step) {
    return report.results().get(step.id());
  }

  /** What became of a step. */
  private enum Ending {
    DONE("done"),
    DROPPED_OUT("droppedOut"),
    FAILED("failed"),
    SKIPPED("skipped"),
    NOT_REACHED("notReached");

    /** Its field in the summary. */
    private final String counter;

    Ending(String counter) {
      this.counter = counter;
    }

    static Ending of(@Nullable StepResult result) {
      return result == null
          ? NOT_REACHED
          : switch (result.outcome()) {
            case Outcome.Done _ -> DONE;
            case Outcome.DroppedOut _ -> DROPPED_OUT;
            case Outcome.Failed _ -> FAILED;
            case Outcome.Skipped _ -> SKIPPED;
          };
    }
  }
}
