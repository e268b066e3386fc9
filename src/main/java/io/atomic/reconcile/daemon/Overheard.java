package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.Progress;
import io.atomic.reconcile.cycle.StepResult;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Step;

/** A run's progress as it is told to others, from which the daemon learns how the run gets on. */
final class Overheard implements Progress {
  private final Progress others;
  private final Heartbeat heartbeat;
  private final Stopping stopping;

  Overheard(Progress others, Heartbeat heartbeat, Stopping stopping) {
    this.others = others;
    this.heartbeat = heartbeat;
    this.stopping = stopping;
  }

  @Override
  public void repairing(String what) {
    heartbeat.said();
    others.repairing(what);
  }

  @Override
  public void planned(Plan plan) {
    heartbeat.said();
    others.planned(plan);
  }

  @Override
  public void started(Step step) {
    heartbeat.began(step);
    stopping.began(step);
    others.started(step);
  }

  @Override
  public void doing(Step step, String what) {
    heartbeat.said();
    others.doing(step, what);
  }

  @Override
  public void ended(Step step, StepResult result) {
    heartbeat.ended(step);
    others.ended(step, result);
    stopping.ended(step);
  }
}
