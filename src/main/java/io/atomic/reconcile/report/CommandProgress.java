package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Progress;
import io.atomic.reconcile.cycle.StepResult;
import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Step;
import java.util.function.BiConsumer;

/** Progress for somebody who ran one label command and wants to see what it prints. */
public final class CommandProgress implements Progress {
  private final Progress steps;
  private final BiConsumer<Step, String> lines;

  /**
   * Progress of the steps as usual, and the command's lines.
   *
   * @param lines takes its lines, fit to be shown
   */
  public CommandProgress(Progress steps, BiConsumer<Step, String> lines) {
    this.steps = steps;
    this.lines = lines;
  }

  @Override
  public void repairing(String what) {
    steps.repairing(what);
  }

  @Override
  public void planned(Plan plan) {
    steps.planned(plan);
  }

  @Override
  public void started(Step step) {
    steps.started(step);
  }

  @Override
  public void doing(Step step, String what) {
    if (step.action() instanceof AppAction.Fetch) {
      steps.doing(step, what);
    } else {
      lines.accept(step, Printable.lines(what));
    }
  }

  @Override
  public void ended(Step step, StepResult result) {
    steps.ended(step, result);
  }
}
