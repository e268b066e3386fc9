package io.atomic.reconcile.cycle;

import io.atomic.reconcile.plan.ByHand;
import io.atomic.reconcile.plan.Situation;

/** Something that is done to one app because somebody asked for just that. */
public interface Errand {
  ByHand.Answer plan(Situation situation);
}
