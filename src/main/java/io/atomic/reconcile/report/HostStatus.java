package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.HostRecord.Attempt;
import io.atomic.reconcile.model.HostRecord.FailedAttempt;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.OsView.OsTool;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Difference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the host stands.
 *
 * @param tool that keeps its deployments; null = none has answered
 * @param booted the deployment that runs; null = none does, or nobody knows
 * @param next the one that boots next, which may be the one that runs; null = nobody knows
 * @param rollback the one to go back to; null = there is none
 * @param ours what was changed on top of the base because of manifests
 * @param attempt what was staged, until a boot has shown what became of it; null = nothing
 * @param failed what is not tried again, oldest first
 * @param lock that is held over a boot; null = none is
 */
public record HostStatus(
    ResourceId id,
    @Nullable String place,
    Sync sync,
    Health health,
    List<Condition> conditions,
    @Nullable OsTool tool,
    @Nullable Deployment booted,
    @Nullable Deployment next,
    @Nullable Deployment rollback,
    Ours ours,
    @Nullable Attempt attempt,
    List<FailedAttempt> failed,
    @Nullable FleetLock lock,
    List<Difference> differences,
    @Nullable LastOutcome outcome)
    implements ResourceStatus {

  public HostStatus {
    conditions = List.copyOf(conditions);
    failed = List.copyOf(failed);
    differences = List.copyOf(differences);
  }

  /**
   * Of the host, if it was asked for and is declared, recorded or named by an invalid manifest;
   * null = it is not.
   */
  public static @Nullable HostStatus of(Proposal proposal) {
    var id = known(proposal.situation().desired(), proposal.situation().recorded());
    return id == null || !proposal.selection().names(id)
        ? null
        : new HostReading(proposal, id).status();
  }

  /** The host that is declared, recorded or named by an invalid manifest; null = there is none. */
  public static @Nullable ResourceId known(Desired desired, Recorded recorded) {
    if (desired.host() != null) {
      return desired.host().resource().id();
    }
    if (recorded.host() != null) {
      return recorded.host().id();
    }
    return desired.invalid().stream().filter(id -> id.kind() == Kind.HOST).findFirst().orElse(null);
  }

  /** Whether something else boots next than what runs. */
  boolean isWaitingForBoot() {
    return next != null && !next.booted();
  }
}
