package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.Progress;
import io.atomic.reconcile.cycle.StepResult;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Step;

/** A run's progress as it is told to others, from which the daemon learns how the run gets on. */
final class Overheard implements Progress {
  private final Progress others;
  private final Vitality vitality;
  private final Stopping stopping;

  Overheard(Progress others, Vitality vitality, Stopping stopping) {
    this.others = others;
    this.vitality = vitality;
    this.stopping = stopping;
  }

  @Override
  public void repairing(String what) {
    vitality.said();
    others.repairing(what);
  }

  @Override
  public void planned(Plan plan) {
    vitality.said();
    others.planned(plan);
  }

  @Override
  public void started(Step step) {
    vitality.began(step);
    stopping.began(step);
    others.started(step);
  }

  @Override
  public void doing(Step step, String what) {
    vitality.said();
    others.doing(step, what);
  }

  @Override
  public void ended(Step step, StepResult result) {
    vitality.ended(step);
    others.ended(step, result);
    stopping.ended(step);
  }
}
