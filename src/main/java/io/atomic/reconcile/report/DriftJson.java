package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.plan.Difference;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What has drifted, for machines; {@code schema/drift.schema.json} describes it. */
public final class DriftJson {
  private DriftJson() {}

  /** A document. */
  public static JsonNode of(Proposal proposal, List<AppDrift> drift) {
    var situation = proposal.situation();
    return Tree.document()
        .object("engine", situation.observed().engine(), StatusJson::engine)
        .list("apps", drift, DriftJson::app)
        .list("problems", situation.desired().problems(), ProblemJson::of)
        .node();
  }

  private static Tree app(AppDrift app) {
    return Tree.object()
        .text("resource", app.id())
        .word("wanted", app.wanted())
        .word("outlook", app.outlook())
        .text("message", app.reason())
        .texts("steps", app.steps().stream().map(step -> step.id()).toList())
        .list("differences", app.differences(), DriftJson::difference);
  }

  private static Tree difference(Difference difference) {
    return Tree.object()
        .text("field", difference.field())
        .text("recorded", difference.after())
        .text("observed", difference.before());
  }
}
