package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Difference;
import io.atomic.reconcile.plan.HostBoots;
import io.atomic.reconcile.report.ResourceStatus.Health;
import io.atomic.reconcile.report.ResourceStatus.Sync;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads off a proposal how the host stands. */
final class HostReading {
  final ResourceId id;
  final @Nullable Declared<Host> declared;
  final @Nullable HostRecord record;
  final @Nullable Change change;
  final OsView.@Nullable Seen seen;
  final boolean invalid;
  private final Proposal proposal;

  HostReading(Proposal proposal, ResourceId id) {
    var situation = proposal.situation();
    this.proposal = proposal;
    this.id = id;
    this.declared = situation.desired().host();
    this.record = HostBoots.noted(situation);
    this.change = proposal.plan().changes().get(id);
    this.seen = situation.observed().os() instanceof OsView.Seen answer ? answer : null;
    this.invalid = situation.desired().invalid().contains(id);
  }

  HostStatus status() {
    var sync = sync();
    var health = health();
    return new HostStatus(
        id,
        declared == null ? null : declared.placeText(),
        sync,
        health,
        new HostConditions(this, proposal, sync, health).all(),
        seen == null ? null : seen.tool(),
        seen == null ? null : seen.booted(),
        seen == null ? null : seen.next(),
        rollback(),
        record == null ? Ours.NOTHING : record.ours(),
        record == null ? null : record.attempt(),
        record == null ? List.of() : record.failed(),
        record == null ? null : record.lock(),
        differences(),
        record == null ? null : record.outcome());
  }

  /** The first that neither runs nor boots next. */
  private @Nullable Deployment rollback() {
    if (seen == null) {
      return null;
    }
    var next = seen.next();
    return seen.ofThisSystem().stream()
        .filter(one -> !one.booted() && !one.equals(next))
        .findFirst()
        .orElse(null);
  }

  List<Difference> differences() {
    return change == null ? List.of() : change.differences();
  }

  /** Whether all that is left to do is to boot what boots next. */
  boolean isRebootRequired() {
    return switch (change) {
      case Held held -> held.reason() == Change.Reason.REBOOT_REQUIRED;
      case Change.ConvergeHost converge ->
          converge.boots() && converge.actions().size() == 1 && converge.differences().isEmpty();
      case null, default -> false;
    };
  }

  private Sync sync() {
    return switch (change) {
      // A look at something else plans nothing for what lost its manifest.
      case null -> invalid ? Sync.UNKNOWN : Sync.OUT_OF_SYNC;
      case Change.Keep _ -> invalid || seen == null ? Sync.UNKNOWN : Sync.SYNCED;
      case Held held ->
          switch (held.reason()) {
            // Nothing was compared.
            case NO_HOST_TOOL, HOST_UNREADABLE, NOT_BOOTED, BOOT_NOT_COMPLETE, BOOT_FAILED ->
                Sync.UNKNOWN;
            default -> Sync.OUT_OF_SYNC;
          };
      default -> Sync.OUT_OF_SYNC;
    };
  }

  private Health health() {
    if (seen == null) {
      return Health.UNKNOWN;
    }
    if (seen.booted() == null) {
      return Health.MISSING;
    }
    if (hasFailedToBoot()) {
      return Health.DEGRADED;
    }
    return switch (seen.boot()) {
      case COMPLETE, NOT_USED -> Health.HEALTHY;
      case PENDING -> Health.PROGRESSING;
      case FAILED -> Health.DEGRADED;
    };
  }

  /** Whether what its manifest says was to be booted, and something else runs. */
  boolean hasFailedToBoot() {
    return change instanceof Held held
        && (held.reason() == Change.Reason.ROLLED_BACK
            || held.reason() == Change.Reason.FINALIZATION_FAILED);
  }
}
