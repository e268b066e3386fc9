package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Selection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A plan, to be read by machines and to be saved; {@code schema/plan.schema.json} describes it. */
public final class PlanJson {
  static final String PLAN_ID = "planId";
  static final String SELECTION = "selection";
  static final String STEPS = "steps";

  private PlanJson() {}

  /** The same for plans that would do the same, and different for all others. */
  public static String planId(Plan plan) {
    return PlanIdentity.of(plan);
  }

  /**
   * A plan as it was proposed.
   *
   * @param selection for which it was made: a saved plan is made again for the same one
   */
  public static JsonNode of(Proposal proposal, Selection selection) {
    var plan = proposal.plan();
    var desired = proposal.situation().desired();
    var tree = Tree.document().text(PLAN_ID, planId(plan));
    if (!selection.everything()) {
      tree.texts(SELECTION, selection.names());
    }
    return tree.object("summary", Summary.of(plan), PlanJson::summary)
        .list(
            "changes",
            plan.changes().values(),
            change -> ChangeJson.of(change, place(desired, change.id())))
        .list(STEPS, plan.steps(), StepJson::of)
        .list("notices", plan.notices(), ProblemJson::of)
        .text("nextOpening", plan.nextOpening())
        .list("refusals", proposal.refusals(), ProblemJson::of)
        .list("problems", desired.problems(), ProblemJson::of)
        .node();
  }

  private static Tree summary(Summary summary) {
    return Tree.object()
        .number("add", summary.add())
        .number("change", summary.change())
        .number("replace", summary.replace())
        .number("remove", summary.remove())
        .number("record", summary.record())
        .number("hold", summary.hold())
        .number("unchanged", summary.unchanged());
  }

  private static @Nullable String place(Desired desired, ResourceId id) {
    var declared = id.kind() == Kind.APP ? desired.apps().get(id.name()) : desired.host();
    return declared == null ? null : declared.placeText();
  }
}
