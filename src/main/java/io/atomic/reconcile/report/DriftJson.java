package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.plan.Difference;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What has drifted, for machines; {@code schema/drift.schema.json} describes it. */
public final class DriftJson {
  private DriftJson() {}

  /** A document. */
  public static JsonNode of(Proposal proposal, List<DriftedResource> drift) {
    var situation = proposal.situation();
    return Tree.document()
        .object("engine", situation.observed().engine(), StatusJson::engine)
        .object(
            "host",
            drift.stream().filter(DriftedResource::isHost).findFirst().orElse(null),
            DriftJson::drifted)
        .list("apps", drift.stream().filter(one -> !one.isHost()).toList(), DriftJson::drifted)
        .list("problems", situation.desired().problems(), ProblemJson::of)
        .node();
  }

  private static Tree drifted(DriftedResource drifted) {
    return Tree.object()
        .text("resource", drifted.id())
        .word("wanted", drifted.wanted())
        .word("outlook", drifted.outlook())
        .text("message", drifted.reason())
        .texts("steps", drifted.steps().stream().map(step -> step.id()).toList())
        .list("differences", drifted.differences(), DriftJson::difference);
  }

  private static Tree difference(Difference difference) {
    return Tree.object()
        .text("field", difference.field())
        .text("recorded", difference.after())
        .text("observed", difference.before());
  }
}
