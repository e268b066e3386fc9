package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.OsView;

/**
 * Whether apps that wait for the host can go ahead: what runs is what the manifest says, and its
 * boot has proved itself. Neither what boots next nor a newer version of the same reference counts.
 */
final class HostReadiness {
  private HostReadiness() {}

  static Readiness of(Situation situation) {
    var declared = situation.desired().host();
    if (declared == null) {
      return new Readiness.NotReady("no manifest declares one", true);
    }
    return switch (situation.observed().os()) {
      case OsView.NotAsked _ -> new Readiness.NotReady("nobody has looked at it", true);
      case OsView.NoTool(var message, _) -> new Readiness.NotReady(message, true);
      case OsView.Unreadable(var message, _) -> new Readiness.NotReady(message, true);
      case OsView.Seen seen -> {
        var booted = seen.booted();
        yield booted == null
            ? new Readiness.NotReady("none of its deployments is booted", true)
            : of(situation, declared.resource().spec(), seen, booted);
      }
    };
  }

  private static Readiness of(
      Situation situation, HostSpec spec, OsView.Seen seen, Deployment booted) {
    var comparison =
        new HostComparison(spec, situation.recorded().host(), null, booted, seen.bootedArguments());
    if (!comparison.isEmpty()) {
      var first = comparison.all().getFirst();
      return new Readiness.NotReady(
          "what is booted is not what its manifest says (%s: %s → %s)"
              .formatted(
                  first.field(),
                  first.before() == null ? "(none)" : first.before(),
                  first.after() == null ? "(none)" : first.after()),
          HostDiffer.change(situation) instanceof Change.Held held && held.failing());
    }
    return switch (seen.boot()) {
      case COMPLETE, NOT_USED -> new Readiness.Ready();
      case PENDING -> new Readiness.NotReady("its boot has not proved itself yet", false);
      case FAILED -> new Readiness.NotReady("its boot has failed", true);
    };
  }
}
