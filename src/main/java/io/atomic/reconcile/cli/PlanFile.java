package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Consent;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.report.SavedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan that was looked at earlier and is to be carried out now, if it is still the same. */
final class PlanFile {
  private final String name;
  private final SavedPlan.Valid plan;

  private PlanFile(String name, SavedPlan.Valid plan) {
    this.name = name;
    this.plan = plan;
  }

  /** The plan file among the targets of {@code apply}; null = they are names. */
  static @Nullable PlanFile among(List<String> targets) throws EffectException {
    if (targets.size() != 1 || !isFile(targets.getFirst())) {
      return null;
    }
    var name = targets.getFirst();
    try {
      return switch (SavedPlan.read(Files.readString(Path.of(name)))) {
        case SavedPlan.Valid valid -> new PlanFile(name, valid);
        case SavedPlan.NotAPlan(var message) ->
            throw new EffectException(
                "tried to read the plan in '%s', but %s".formatted(name, message),
                "write one with: atomic-reconcile plan --out FILE",
                null);
      };
    } catch (IOException e) {
      throw new EffectException(
          "tried to read the plan in '%s', but it is not there or cannot be read".formatted(name),
          "write one with: atomic-reconcile plan --out FILE",
          e);
    }
  }

  /** Names of apps have no slash; that of the host has one, after its kind. */
  private static boolean isFile(String target) {
    return (target.indexOf('/') >= 0 && !SelectionOptions.isHost(target))
        || target.endsWith(".json")
        || Files.isRegularFile(Path.of(target));
  }

  Targets targets() {
    return (_, _) -> new Targets.Choice.Of(plan.selection());
  }

  /** Why the plan cannot be carried out any more; null = it still is what a run would do. */
  Consent.Answer.@Nullable Stale differenceFrom(Proposal now) {
    var difference = plan.differenceFrom(now.plan());
    return difference == null
        ? null
        : new Consent.Answer.Stale(
            "the plan in '%s' no longer fits: %s".formatted(name, difference),
            "look at a new one: atomic-reconcile plan --out " + name);
  }
}
