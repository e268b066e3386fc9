package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.plan.Selection;

/** Chooses what a run is about, once it is known what there is. */
public interface Targets {
  Targets ALL = (_, _) -> new Choice.Of(Selection.ALL);

  Choice among(Desired desired, Recorded recorded);

  /** What was chosen. */
  sealed interface Choice {
    record Of(Selection selection) implements Choice {}

    /**
     * A name means nothing here.
     *
     * @param message which, and what it may have meant
     */
    record Unknown(String message) implements Choice {}
  }
}
