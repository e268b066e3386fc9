package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Difference;
import io.atomic.reconcile.plan.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of an app or of the host is not any more as it was recorded, and what becomes of that.
 *
 * @param wanted what its manifest wants to be done about drift
 * @param reason why nothing is done; null = something is
 * @param steps that correct it
 */
public record DriftedResource(
    ResourceId id,
    AppSpec.Drift wanted,
    Outlook outlook,
    @Nullable String reason,
    List<Step> steps,
    List<Difference> differences) {
  public DriftedResource {
    steps = List.copyOf(steps);
    differences = List.copyOf(differences);
  }

  boolean isHost() {
    return id.kind() == Kind.HOST;
  }

  /** What the next run does about it. */
  public enum Outlook {
    CORRECTED,
    LEFT_ALONE,
    HELD
  }

  /** All that was asked for and has drifted: the host first, then the apps by name. */
  public static List<DriftedResource> all(Proposal proposal) {
    var selection = proposal.selection();
    var all = new ArrayList<DriftedResource>();
    proposal
        .plan()
        .changes()
        .forEach((id, change) -> {
          var drift =
              change.differences().stream()
                  .filter(difference -> difference.cause() == Difference.Cause.DRIFT)
                  .toList();
          if (!drift.isEmpty() && selection.names(id)) {
            all.add(of(proposal, id, change, drift));
          }
        });
    all.sort(Comparator.comparing(drifted -> !drifted.isHost()));
    return List.copyOf(all);
  }

  private static DriftedResource of(
      Proposal proposal, ResourceId id, Change change, List<Difference> drift) {
    return switch (change) {
      case Change.Keep keep ->
          new DriftedResource(
              id, wanted(proposal, id), Outlook.LEFT_ALONE, keep.note(), List.of(), drift);
      case Change.Held held ->
          new DriftedResource(
              id,
              wanted(proposal, id),
              Outlook.HELD,
              "%s: %s".formatted(held.reason().word(), held.message()),
              List.of(),
              drift);
      case Change.Converge _, Change.ConvergeHost _, Change.Remove _, Change.Forget _ ->
          new DriftedResource(
              id,
              wanted(proposal, id),
              Outlook.CORRECTED,
              null,
              proposal.plan().stepsOf(id),
              drift);
    };
  }

  /** The manifest of a host has no word about drift. */
  private static AppSpec.Drift wanted(Proposal proposal, ResourceId id) {
    if (id.kind() == Kind.HOST) {
      return AppSpec.Drift.CORRECT;
    }
    var declared = proposal.situation().desired().apps().get(id.name());
    if (declared != null) {
      return declared.resource().spec().drift();
    }
    var record = proposal.situation().recorded().apps().get(id.name());
    return record == null ? AppSpec.Drift.CORRECT : record.manifest().spec().drift();
  }
}
