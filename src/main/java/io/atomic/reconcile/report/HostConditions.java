package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.HostRecord.FailedAttempt;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.plan.BootConsent;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Change.Reason;
import io.atomic.reconcile.plan.Differ;
import io.atomic.reconcile.report.Condition.Truth;
import io.atomic.reconcile.report.ResourceStatus.Health;
import io.atomic.reconcile.report.ResourceStatus.Sync;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of the host what is so, why, and since when. */
final class HostConditions {
  /** Somebody or something has to go, or to come, before it can be changed. */
  private static final Set<Reason> BLOCKING =
      EnumSet.of(
          Reason.NO_HOST_TOOL,
          Reason.HOST_UNREADABLE,
          Reason.NOT_SUPPORTED,
          Reason.NOT_BOOTED,
          Reason.FOREIGN_DEPLOYMENT,
          Reason.UPDATE_DRIVER,
          Reason.RIVAL_UPDATER);

  private final HostReading reading;
  private final Proposal proposal;
  private final Sync sync;
  private final Health health;

  HostConditions(HostReading reading, Proposal proposal, Sync sync, Health health) {
    this.reading = reading;
    this.proposal = proposal;
    this.sync = sync;
    this.health = health;
  }

  List<Condition> all() {
    var conditions = new ArrayList<Condition>();
    conditions.add(converged());
    conditions.add(rebootRequired());
    conditions.add(rolledBack());
    conditions.add(blocked());
    conditions.add(manifestValid());
    var outcome = reading.record == null ? null : reading.record.outcome();
    if (outcome != null) {
      conditions.add(Conditions.of(outcome));
    }
    var update = Conditions.of(Differ.offerToHost(proposal.situation()), followed());
    if (update != null) {
      conditions.add(update);
    }
    return conditions;
  }

  private Condition converged() {
    if (reading.change instanceof Held held) {
      var unseen = held.reason() == Reason.NO_HOST_TOOL || held.reason() == Reason.HOST_UNREADABLE;
      return converged(unseen ? Truth.UNKNOWN : Truth.FALSE, held.reason().word(), held.message());
    }
    if (reading.invalid) {
      return converged(
          Truth.FALSE, Conditions.INVALID_MANIFEST, Conditions.problem(proposal, reading.id));
    }
    var outcome = reading.record == null ? null : reading.record.outcome();
    if (outcome != null && outcome.message() != null && sync != Sync.SYNCED) {
      return new Condition(
          Condition.Type.HOST_CONVERGED,
          Truth.FALSE,
          "LastRunFailed",
          outcome.message(),
          outcome.at());
    }
    return switch (sync) {
      case SYNCED -> settled();
      case OUT_OF_SYNC -> outOfSync();
      case UNKNOWN -> converged(Truth.UNKNOWN, "NotCompared", "nothing was compared");
    };
  }

  /** What runs is right; whether it does its work is another question. */
  private Condition settled() {
    return switch (health) {
      case PROGRESSING ->
          converged(
              Truth.FALSE,
              Reason.BOOT_NOT_COMPLETE.word(),
              "it is what its manifest says, but boot-complete.target is not reached yet");
      case DEGRADED ->
          converged(
              Truth.FALSE,
              Reason.BOOT_FAILED.word(),
              "it is what its manifest says, but a check that its boot has to pass has failed");
      default ->
          converged(
              Truth.TRUE,
              "Converged",
              reading.change instanceof Change.Keep keep && keep.note() != null
                  ? keep.note()
                  : "it is what its manifest says");
    };
  }

  private Condition outOfSync() {
    if (reading.isRebootRequired()) {
      return converged(Truth.FALSE, Reason.REBOOT_REQUIRED.word(), waiting());
    }
    var differences = reading.differences();
    var drift = !differences.isEmpty() && differences.stream().allMatch(Conditions::isDrift);
    return converged(
        Truth.FALSE,
        drift ? "Drifted" : "OutOfSync",
        switch (reading.change) {
          case null -> "no manifest declares it";
          case Change.Forget forget -> forget.reason();
          default ->
              differences.isEmpty()
                  ? "something is left to do"
                  : Conditions.sentence(differences.getFirst());
        });
  }

  private static Condition converged(Truth status, String reason, String message) {
    return new Condition(Condition.Type.HOST_CONVERGED, status, reason, message);
  }

  /** With the reason for which it waits, since nothing else is wrong. */
  private Condition rebootRequired() {
    if (reading.seen == null) {
      return new Condition(
          Condition.Type.REBOOT_REQUIRED, Truth.UNKNOWN, "NotSeen", "nobody knows what boots next");
    }
    if (!reading.isRebootRequired()) {
      return new Condition(
          Condition.Type.REBOOT_REQUIRED,
          Truth.FALSE,
          "NothingWaits",
          "nothing waits to be booted");
    }
    var attempt = reading.record == null ? null : reading.record.attempt();
    return new Condition(
        Condition.Type.REBOOT_REQUIRED,
        Truth.TRUE,
        proposal.situation().boot() instanceof BootConsent.Withheld(var reason, _, _)
            ? reason
            : "Due",
        waiting(),
        attempt == null ? null : attempt.stagedAt());
  }

  private String waiting() {
    return switch (reading.change) {
      case Held held -> held.message();
      case null, default -> {
        var next = reading.seen == null ? null : reading.seen.next();
        yield "'%s' waits to be booted, which the next run does"
            .formatted(next == null ? "it" : next.title());
      }
    };
  }

  private Condition rolledBack() {
    return reading.change instanceof Held held && reading.hasFailedToBoot()
        ? new Condition(
            Condition.Type.ROLLED_BACK,
            Truth.TRUE,
            held.reason().word(),
            held.message(),
            since(held))
        : new Condition(
            Condition.Type.ROLLED_BACK,
            Truth.FALSE,
            "NotRolledBack",
            "nothing that the manifest says has failed to boot");
  }

  /** When that failed; what others did is not known. */
  private @Nullable Instant since(Held held) {
    return reading.record == null
        ? null
        : reading.record.failed().stream()
            .filter(one -> one.why().isOfBoot() && one.message().equals(held.message()))
            .map(FailedAttempt::at)
            .reduce((_, last) -> last)
            .orElse(null);
  }

  private Condition blocked() {
    if (reading.change instanceof Held held && BLOCKING.contains(held.reason())) {
      return new Condition(
          Condition.Type.BLOCKED, Truth.TRUE, held.reason().word(), held.message());
    }
    var transaction = reading.seen == null ? null : reading.seen.transaction();
    return transaction == null
        ? new Condition(
            Condition.Type.BLOCKED, Truth.FALSE, "NothingInTheWay", "nothing is in the way")
        : new Condition(
            Condition.Type.BLOCKED,
            Truth.TRUE,
            "TransactionInProgress",
            "'%s' is going on, which '%s' asked for"
                .formatted(transaction.method(), transaction.sender()));
  }

  private Condition manifestValid() {
    if (reading.invalid) {
      return Conditions.invalid(proposal, reading.id);
    }
    return reading.declared == null
        ? Conditions.undeclared()
        : Conditions.declared(reading.declared.place());
  }

  /** What means one version now and another one then. */
  private String followed() {
    var ref = reading.declared == null ? null : reading.declared.resource().spec().ref();
    return ref != null && OsReference.parse(ref) instanceof OsReference.Branch
        ? "its branch"
        : "its tag";
  }
}
