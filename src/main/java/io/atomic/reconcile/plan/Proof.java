package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.plan.Change.Converge;
import io.atomic.reconcile.plan.Change.Need;

/**
 * How a version proves itself in one change. Where there was a good one before, or a manifest says
 * what healthy means, somebody looks; a first start without such words is taken as it is.
 */
final class Proof {
  private final Converge change;
  private final AppState state;
  private final boolean hasProbes;

  Proof(Converge change) {
    this.change = change;
    this.state = change.target().app().spec().state();
    this.hasProbes = change.target().app().spec().health() != null;
  }

  /** Whether the change ends with a look at the app's health. */
  boolean isLookedFor() {
    return state == AppState.RUNNING
        && (change.needs(Need.CHECK)
            || (change.startsApp() && (hasProbes || isOnTrial() || change.instead() != null)));
  }

  /** Whether a version is on trial, and not only one that is known to be good started again. */
  boolean isOnTrial() {
    return state == AppState.RUNNING
        && change.instead() == null
        && !isProven()
        && (change.needs(Need.CHECK) || hasProbes || hasPredecessor());
  }

  /** Whether an INSTALL is all that there is to a version. */
  boolean isGivenByInstall() {
    return state == AppState.INSTALLED || state == AppState.STOPPED;
  }

  /** Whether something is taken away for a version that may turn out to be worse. */
  boolean isAtRisk(StepChain chain) {
    return change.instead() == null
        && !isProven()
        && state != AppState.COMPLETED
        && (chain.has(AppAction.Stop.class)
            || chain.has(AppAction.Uninstall.class)
            || chain.has(AppAction.SetAside.class)
            || chain.has(AppAction.RemoveContainer.class)
            || chain.has(AppAction.CheckHealth.class))
        && (chain.has(AppAction.Install.class)
            || chain.has(AppAction.Run.class)
            || chain.has(AppAction.CheckHealth.class));
  }

  private boolean hasPredecessor() {
    var record = change.standing().record();
    return record != null && record.proven().stream().anyMatch(version -> version.launch() != null);
  }

  /** Whether the target is the version that proved itself last. */
  private boolean isProven() {
    var record = change.standing().record();
    var target = change.target();
    if (record == null
        || record.proven().isEmpty()
        || target.image() == null
        || target.install() == null) {
      return false;
    }
    var last = record.proven().getFirst();
    return last.isMadeOf(
            target.image().id(), target.install(), isGivenByInstall() ? null : target.run())
        && target.contents().entrySet().containsAll(last.contents().entrySet());
  }
}
