package io.atomic.reconcile.cycle;

import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Step;

/** Told what a run is doing, as it does it; may be called from several threads. */
public interface Progress {

  /** Something that an interrupted run left is being put in order. */
  void repairing(String what);

  void planned(Plan plan);

  void started(Step step);

  /** A step has something to say while it works. */
  void doing(Step step, String what);

  void ended(Step step, StepResult result);
}
