package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Consent;
import io.atomic.reconcile.plan.AppAction;

/** Consent of somebody who asked for one thing: what else would have to go is said first. */
final class Replacing {
  private Replacing() {}

  /**
   * Consents to a plan that stops and removes nothing, or to any where that was asked for.
   *
   * @param replace whether it was
   */
  static Consent onlyIf(boolean replace, String app) {
    return proposal ->
        proposal.plan().isDisruptive() && !replace
            ? new Consent.Answer.Stale(
                "'%s' is there with another image or other options, and would have to be stopped"
                    .formatted(app),
                "add --replace, or give the new one another --name")
            : new Consent.Answer.Yes();
  }

  /** Consents likewise, but never to an INSTALL that nobody asked for. */
  static Consent ofInstalled(boolean replace, String app, String image) {
    return proposal ->
        proposal.plan().steps().stream()
                .anyMatch(step -> step.action() instanceof AppAction.Install)
            ? new Consent.Answer.Stale(
                "the image has an INSTALL label that has not been run for '%s'".formatted(app),
                "run 'atomic install --name %s %s' first".formatted(app, image))
            : onlyIf(replace, app).answer(proposal);
  }
}
