package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Difference;
import io.atomic.reconcile.report.Condition.Truth;
import io.atomic.reconcile.report.ResourceStatus.Health;
import io.atomic.reconcile.report.ResourceStatus.Sync;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of one app what is so, why, and since when. */
final class AppConditions {
  private final AppReading reading;
  private final Proposal proposal;
  private final Sync sync;
  private final Health health;

  AppConditions(AppReading reading, Proposal proposal, Sync sync, Health health) {
    this.reading = reading;
    this.proposal = proposal;
    this.sync = sync;
    this.health = health;
  }

  List<Condition> all() {
    var conditions = new ArrayList<Condition>();
    conditions.add(ready());
    conditions.add(drifted());
    if (reading.change instanceof Held held && held.reason() == Change.Reason.FLAPPING) {
      conditions.add(
          new Condition(Condition.Type.STALLED, Truth.TRUE, held.reason().word(), held.message()));
    }
    conditions.add(installed());
    conditions.add(manifestValid());
    var outcome = reading.record == null ? null : reading.record.outcome();
    if (outcome != null) {
      conditions.add(Conditions.of(outcome));
    }
    var update = reading.offer == null ? null : Conditions.of(reading.offer, "its tag");
    if (update != null) {
      conditions.add(update);
    }
    return conditions;
  }

  private Condition ready() {
    if (reading.change instanceof Held held) {
      var unknown = !reading.engineAnswers || reading.isSuspended();
      return new Condition(
          Condition.Type.READY,
          unknown ? Truth.UNKNOWN : Truth.FALSE,
          held.reason().word(),
          held.message());
    }
    if (reading.invalid) {
      return notReady(Conditions.INVALID_MANIFEST, Conditions.problem(proposal, reading.id));
    }
    var missing = reading.grantMissing();
    if (missing != null && !(reading.change instanceof Change.Remove)) {
      return notReady(Change.Reason.GRANT_MISSING.word(), missing);
    }
    var outcome = reading.record == null ? null : reading.record.outcome();
    if (sync == Sync.SYNCED && health == Health.HEALTHY) {
      return new Condition(
          Condition.Type.READY, Truth.TRUE, "Converged", "it is what its manifest says", since());
    }
    if (sync == Sync.SYNCED && reading.check() == Container.Health.UNHEALTHY) {
      return notReady("Unhealthy", "its container's HEALTHCHECK fails");
    }
    if (outcome != null && outcome.message() != null) {
      return new Condition(
          Condition.Type.READY, Truth.FALSE, "LastRunFailed", outcome.message(), outcome.at());
    }
    if (sync == Sync.OUT_OF_SYNC) {
      var drift = !reading.differences().isEmpty() && others().isEmpty();
      return notReady(drift ? "Drifted" : "OutOfSync", outOfSync());
    }
    if (reading.check() == Container.Health.STARTING) {
      return notReady(health.word(), "its container's HEALTHCHECK has not passed yet");
    }
    var container = reading.container;
    return notReady(
        health.word(),
        container == null
            ? "it has no container"
            : "its container is " + Tree.word(container.status()));
  }

  private static Condition notReady(String reason, String message) {
    return new Condition(Condition.Type.READY, Truth.FALSE, reason, message);
  }

  private String outOfSync() {
    return switch (reading.change) {
      case Change.Remove _ -> "it is to be removed";
      case Change.Forget forget -> forget.reason();
      case Change.Keep keep when keep.note() != null -> keep.note();
      case null -> "no manifest declares it";
      default ->
          reading.installation() == null
              ? "it is not installed yet"
              : reading.differences().isEmpty()
                  ? "something is left to do"
                  : Conditions.sentence(reading.differences().getFirst());
    };
  }

  /** When what is there now was made. */
  private @Nullable Instant since() {
    var record = reading.record;
    if (record == null) {
      return null;
    }
    return record.launch() != null
        ? record.launch().at()
        : record.installation() == null ? null : record.installation().at();
  }

  private Condition drifted() {
    var drift = reading.differences().stream().filter(Conditions::isDrift).toList();
    if (!drift.isEmpty()) {
      var message = drift.stream().map(Conditions::sentence).collect(Collectors.joining("; "));
      return new Condition(Condition.Type.DRIFTED, Truth.TRUE, "DriftFound", message);
    }
    if (sync == Sync.UNKNOWN && !reading.invalid) {
      return new Condition(
          Condition.Type.DRIFTED, Truth.UNKNOWN, "NotCompared", "nothing was compared");
    }
    return new Condition(
        Condition.Type.DRIFTED,
        Truth.FALSE,
        "NoDrift",
        "nothing that is observed differs from what was recorded");
  }

  private List<Difference> others() {
    return reading.differences().stream().filter(d -> !Conditions.isDrift(d)).toList();
  }

  private Condition installed() {
    var installation = reading.installation();
    if (installation == null) {
      return new Condition(
          Condition.Type.INSTALLED, Truth.FALSE, "NotInstalled", "nothing of it is installed");
    }
    return switch (installation.phase()) {
      case INSTALLED ->
          new Condition(
              Condition.Type.INSTALLED,
              Truth.TRUE,
              "Installed",
              "installed from " + installation.reference(),
              installation.at());
      case INSTALLING ->
          new Condition(
              Condition.Type.INSTALLED,
              Truth.FALSE,
              "Installing",
              "its INSTALL has begun and not ended",
              installation.at());
      case TERMINATING ->
          new Condition(
              Condition.Type.INSTALLED,
              Truth.FALSE,
              "Terminating",
              "its UNINSTALL has begun and not ended",
              installation.at());
    };
  }

  private Condition manifestValid() {
    if (reading.invalid) {
      return Conditions.invalid(proposal, reading.id);
    }
    if (reading.declared != null) {
      return Conditions.declared(reading.declared.place());
    }
    return reading.record != null && reading.record.isByHand()
        ? new Condition(
            Condition.Type.MANIFEST_VALID,
            Truth.TRUE,
            "ByHand",
            "made at the command line; no manifest declares it")
        : Conditions.undeclared();
  }
}
