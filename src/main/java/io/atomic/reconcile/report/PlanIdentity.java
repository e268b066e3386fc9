package io.atomic.reconcile.report;

import io.atomic.reconcile.plan.Action;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Difference;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Step;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What tells one plan from another: everything that it would do, and nothing else. Not the wording
 * of reasons, not the place of a manifest, not what is left alone or held, not how something came
 * to be out of order.
 */
final class PlanIdentity {
  private PlanIdentity() {}

  /** {@code sha256:} and 64 hexadecimal digits; equal for plans that do the same. */
  static String of(Plan plan) {
    var changes =
        plan.changes().values().stream()
            .filter(change -> !(change instanceof Change.Keep || change instanceof Change.Held))
            .toList();
    var steps = plan.steps().stream().sorted(Comparator.comparing(Step::id)).toList();
    return digest(
        Tree.object()
            .list("changes", changes, PlanIdentity::change)
            .list("steps", steps, PlanIdentity::step)
            .node());
  }

  private static Tree change(Change change) {
    return Tree.object()
        .text("resource", change.id())
        .text("verb", Summary.Verb.of(change).word())
        .list("differences", change.differences(), PlanIdentity::difference);
  }

  /** Where it leads; where it comes from is pinned by the containers and images of the steps. */
  private static Tree difference(Difference difference) {
    return Tree.object()
        .word("cause", difference.cause())
        .text("field", difference.field())
        .text("after", difference.after());
  }

  private static Tree step(Step step) {
    var tree = effect(step);
    return tree.map("contents", contents(step.action()), JsonNodeFactory.instance::stringNode);
  }

  /** A step as it is printed, without what does not change its effect. */
  static Tree effect(Step step) {
    var tree = StepJson.of(step);
    tree.node().remove(StepJson.REASON);
    return tree;
  }

  /** Hashes, salted, of secrets and watched files: they are pinned too, but not printed. */
  private static SortedMap<String, String> contents(Action action) {
    return switch (action) {
      case AppAction.Install(_, _, _, _, var result, _) when result != null -> result.contents();
      case AppAction.Run(_, _, _, _, var launch, _, _) when launch != null -> launch.contents();
      case AppAction.Complete(_, _, _, _, var launch, _) when launch != null -> launch.contents();
      default -> Collections.emptySortedMap();
    };
  }

  private static String digest(JsonNode canonical) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      var bytes = canonical.toString().getBytes(StandardCharsets.UTF_8);
      return "sha256:" + HexFormat.of().formatHex(sha.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
