package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Difference;
import io.atomic.reconcile.plan.Offer;
import io.atomic.reconcile.report.AppStatus.Condition;
import io.atomic.reconcile.report.AppStatus.Health;
import io.atomic.reconcile.report.AppStatus.Sync;
import io.atomic.reconcile.report.AppStatus.Truth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of one app what is so, why, and since when. */
final class StatusConditions {
  private static final String INVALID_MANIFEST = "InvalidManifest";

  private final StatusReading reading;
  private final Proposal proposal;
  private final Sync sync;
  private final Health health;

  StatusConditions(StatusReading reading, Proposal proposal, Sync sync, Health health) {
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
          new Condition(
              AppStatus.Type.STALLED, Truth.TRUE, held.reason().word(), held.message(), null));
    }
    conditions.add(installed());
    conditions.add(manifestValid());
    var outcome = reading.record == null ? null : reading.record.outcome();
    if (outcome != null) {
      var message = outcome.message();
      conditions.add(
          new Condition(
              AppStatus.Type.LAST_RUN_SUCCEEDED,
              Truth.of(outcome.ok()),
              outcome.ok() ? "RunSucceeded" : "RunFailed",
              "run %s%s".formatted(outcome.runId(), message == null ? "" : ": " + message),
              outcome.at()));
    }
    var update = update(reading.offer);
    if (update != null) {
      conditions.add(update);
    }
    return conditions;
  }

  private static @Nullable Condition update(@Nullable Offer offer) {
    return switch (offer) {
      case null -> null;
      case Offer.NotAsked _ -> null;
      case Offer.UpToDate(var digest) ->
          update(Truth.FALSE, "UpToDate", "its tag means " + digest, null);
      case Offer.Unknown(var silence) ->
          update(Truth.UNKNOWN, "RegistrySilent", silence.why(), silence.since());
      case Offer.Available(var meaning) ->
          update(
              Truth.TRUE,
              "TagMoved",
              "its tag means %s".formatted(meaning.digest()),
              meaning.firstSeen());
      case Offer.TooYoung(var meaning, var ripe) ->
          update(
              Truth.TRUE,
              "TooYoung",
              "its tag means %s, which is old enough on %s".formatted(meaning.digest(), ripe),
              meaning.firstSeen());
      case Offer.Due(var meaning) ->
          update(
              Truth.TRUE,
              "Due",
              "its tag means %s, which the next run takes".formatted(meaning.digest()),
              meaning.firstSeen());
    };
  }

  private static Condition update(
      Truth status, String reason, String message, @Nullable Instant since) {
    return new Condition(AppStatus.Type.UPDATE_AVAILABLE, status, reason, message, since);
  }

  private Condition ready() {
    if (reading.change instanceof Held held) {
      var unknown = !reading.engineAnswers || reading.isSuspended();
      return new Condition(
          AppStatus.Type.READY,
          unknown ? Truth.UNKNOWN : Truth.FALSE,
          held.reason().word(),
          held.message(),
          null);
    }
    if (reading.invalid) {
      return notReady(INVALID_MANIFEST, problem(), null);
    }
    var missing = reading.grantMissing();
    if (missing != null && !(reading.change instanceof Change.Remove)) {
      return notReady(Change.Reason.GRANT_MISSING.word(), missing, null);
    }
    var outcome = reading.record == null ? null : reading.record.outcome();
    if (sync == Sync.SYNCED && health == Health.HEALTHY) {
      return new Condition(
          AppStatus.Type.READY, Truth.TRUE, "Converged", "it is what its manifest says", since());
    }
    if (sync == Sync.SYNCED && reading.check() == Container.Health.UNHEALTHY) {
      return notReady("Unhealthy", "its container's HEALTHCHECK fails", null);
    }
    if (outcome != null && outcome.message() != null) {
      return notReady("LastRunFailed", outcome.message(), outcome.at());
    }
    if (sync == Sync.OUT_OF_SYNC) {
      var drift = !reading.differences().isEmpty() && others().isEmpty();
      return notReady(drift ? "Drifted" : "OutOfSync", outOfSync(), null);
    }
    if (reading.check() == Container.Health.STARTING) {
      return notReady(health.word(), "its container's HEALTHCHECK has not passed yet", null);
    }
    var container = reading.container;
    return notReady(
        health.word(),
        container == null
            ? "it has no container"
            : "its container is " + Tree.word(container.status()),
        null);
  }

  private static Condition notReady(String reason, String message, @Nullable Instant since) {
    return new Condition(AppStatus.Type.READY, Truth.FALSE, reason, message, since);
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
                  : sentence(reading.differences().getFirst());
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
    var drift = reading.differences().stream().filter(StatusConditions::isDrift).toList();
    if (!drift.isEmpty()) {
      var message =
          drift.stream().map(StatusConditions::sentence).collect(Collectors.joining("; "));
      return new Condition(AppStatus.Type.DRIFTED, Truth.TRUE, "DriftFound", message, null);
    }
    if (sync == Sync.UNKNOWN && !reading.invalid) {
      return new Condition(
          AppStatus.Type.DRIFTED, Truth.UNKNOWN, "NotCompared", "nothing was compared", null);
    }
    return new Condition(
        AppStatus.Type.DRIFTED,
        Truth.FALSE,
        "NoDrift",
        "nothing that is observed differs from what was recorded",
        null);
  }

  private List<Difference> others() {
    return reading.differences().stream().filter(d -> !isDrift(d)).toList();
  }

  private static boolean isDrift(Difference difference) {
    return difference.cause() == Difference.Cause.DRIFT;
  }

  private static String sentence(Difference difference) {
    return "%s: %s → %s"
        .formatted(
            difference.field(),
            difference.before() == null ? "(none)" : difference.before(),
            difference.after() == null ? "(none)" : difference.after());
  }

  private Condition installed() {
    var installation = reading.installation();
    if (installation == null) {
      return new Condition(
          AppStatus.Type.INSTALLED,
          Truth.FALSE,
          "NotInstalled",
          "nothing of it is installed",
          null);
    }
    return switch (installation.phase()) {
      case INSTALLED ->
          new Condition(
              AppStatus.Type.INSTALLED,
              Truth.TRUE,
              "Installed",
              "installed from " + installation.reference(),
              installation.at());
      case INSTALLING ->
          new Condition(
              AppStatus.Type.INSTALLED,
              Truth.FALSE,
              "Installing",
              "its INSTALL has begun and not ended",
              installation.at());
      case TERMINATING ->
          new Condition(
              AppStatus.Type.INSTALLED,
              Truth.FALSE,
              "Terminating",
              "its UNINSTALL has begun and not ended",
              installation.at());
    };
  }

  private Condition manifestValid() {
    if (reading.invalid) {
      return new Condition(
          AppStatus.Type.MANIFEST_VALID, Truth.FALSE, INVALID_MANIFEST, problem(), null);
    }
    if (reading.declared == null) {
      return reading.record != null && reading.record.isByHand()
          ? new Condition(
              AppStatus.Type.MANIFEST_VALID,
              Truth.TRUE,
              "ByHand",
              "made at the command line; no manifest declares it",
              null)
          : new Condition(
              AppStatus.Type.MANIFEST_VALID,
              Truth.FALSE,
              "ManifestGone",
              "no manifest declares it",
              null);
    }
    return reading.declared.place() == null
        ? new Condition(AppStatus.Type.MANIFEST_VALID, Truth.TRUE, "ByHand", "asked for now", null)
        : new Condition(
            AppStatus.Type.MANIFEST_VALID,
            Truth.TRUE,
            "Valid",
            "declared in " + reading.declared.place(),
            null);
  }

  /** What is wrong with its manifest. */
  private String problem() {
    return proposal.situation().desired().problems().stream()
        .filter(problem -> problem.isError() && reading.id.equals(problem.resource()))
        .map(Problem::toString)
        .findFirst()
        .orElse("its manifest is not valid");
  }
}
