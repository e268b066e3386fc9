package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Difference;
import io.atomic.reconcile.plan.Offer;
import io.atomic.reconcile.report.Condition.Truth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is said of apps and of the host in the same words. */
final class Conditions {
  static final String INVALID_MANIFEST = "InvalidManifest";

  private Conditions() {}

  /** Of a manifest that cannot be used. */
  static Condition invalid(Proposal proposal, ResourceId id) {
    return new Condition(
        Condition.Type.MANIFEST_VALID, Truth.FALSE, INVALID_MANIFEST, problem(proposal, id));
  }

  /** What is wrong with a manifest. */
  static String problem(Proposal proposal, ResourceId id) {
    return proposal.situation().desired().problems().stream()
        .filter(problem -> problem.isError() && id.equals(problem.resource()))
        .map(Problem::toString)
        .findFirst()
        .orElse("its manifest is not valid");
  }

  static Condition undeclared() {
    return new Condition(
        Condition.Type.MANIFEST_VALID, Truth.FALSE, "ManifestGone", "no manifest declares it");
  }

  /**
   * Of what is declared.
   *
   * @param place null = at the command line
   */
  static Condition declared(@Nullable Place place) {
    return place == null
        ? new Condition(Condition.Type.MANIFEST_VALID, Truth.TRUE, "ByHand", "asked for now")
        : new Condition(Condition.Type.MANIFEST_VALID, Truth.TRUE, "Valid", "declared in " + place);
  }

  static Condition of(LastOutcome outcome) {
    var message = outcome.message();
    return new Condition(
        Condition.Type.LAST_RUN_SUCCEEDED,
        Truth.of(outcome.ok()),
        outcome.ok() ? "RunSucceeded" : "RunFailed",
        "run %s%s".formatted(outcome.runId(), message == null ? "" : ": " + message),
        outcome.at());
  }

  /**
   * Of what there is besides.
   *
   * @param name what means one thing now and another one then: "its tag"
   * @return null = its manifest does not want to know
   */
  static @Nullable Condition of(Offer offer, String name) {
    return switch (offer) {
      case Offer.NotAsked _ -> null;
      case Offer.UpToDate(var digest) ->
          update(Truth.FALSE, "UpToDate", "%s means %s".formatted(name, digest), null);
      case Offer.Unknown(var silence) ->
          update(Truth.UNKNOWN, "RegistrySilent", silence.why(), silence.since());
      case Offer.Available(var meaning) ->
          update(
              Truth.TRUE,
              "TagMoved",
              "%s means %s".formatted(name, meaning.digest()),
              meaning.firstSeen());
      case Offer.TooYoung(var meaning, var ripe) ->
          update(
              Truth.TRUE,
              "TooYoung",
              "%s means %s, which is old enough on %s".formatted(name, meaning.digest(), ripe),
              meaning.firstSeen());
      case Offer.OutsideWindow(var meaning, var window) ->
          update(
              Truth.TRUE,
              Change.Reason.WINDOW_CLOSED.word(),
              "%s means %s, which is taken in %s".formatted(name, meaning.digest(), window),
              meaning.firstSeen());
      case Offer.Due(var meaning) ->
          update(
              Truth.TRUE,
              "Due",
              "%s means %s, which the next run takes".formatted(name, meaning.digest()),
              meaning.firstSeen());
    };
  }

  private static Condition update(
      Truth status, String reason, String message, @Nullable Instant since) {
    return new Condition(Condition.Type.UPDATE_AVAILABLE, status, reason, message, since);
  }

  static boolean isDrift(Difference difference) {
    return difference.cause() == Difference.Cause.DRIFT;
  }

  static String sentence(Difference difference) {
    return "%s: %s → %s"
        .formatted(
            difference.field(),
            difference.before() == null ? "(none)" : difference.before(),
            difference.after() == null ? "(none)" : difference.after());
  }
}
