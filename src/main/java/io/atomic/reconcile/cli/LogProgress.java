package io.atomic.reconcile.cli;

import io.atomic.reconcile.cli.LogLine.Severity;
import io.atomic.reconcile.cycle.StepResult;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Step;
import io.atomic.reconcile.report.RunText;
import io.atomic.reconcile.report.ShownProgress;
import io.atomic.reconcile.report.Style;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Progress where nobody watches: a line for every step that has ended. */
final class LogProgress implements ShownProgress {
  private final Consumer<LogLine> log;

  LogProgress(Consumer<LogLine> log) {
    this.log = log;
  }

  @Override
  public void repairing(String what) {
    log.accept(new LogLine(Severity.INFO, "repairing " + what, null, null, null));
  }

  @Override
  public void planned(Plan plan) {
    // Whoever asked for the run shows the plan where results belong.
  }

  @Override
  public void started(Step step) {
    // Its end says as much.
  }

  @Override
  public void doing(Step step, String what) {
    // For people who wait.
  }

  @Override
  public void ended(Step step, StepResult result) {
    var severity =
        switch (result.outcome()) {
          case Outcome.Done _, Outcome.DroppedOut _ -> Severity.INFO;
          case Outcome.Skipped _ -> Severity.WARNING;
          case Outcome.Failed _ -> Severity.ERROR;
        };
    var text = Style.PLAIN.printed(RunText.step(step.id(), result, Style.PLAIN)).strip();
    log.accept(new LogLine(severity, text, null, app(step), step.id()));
  }

  private static @Nullable String app(Step step) {
    return step.action() instanceof AppAction action ? action.app() : null;
  }

  @Override
  public void close() {
    // Nothing was left on a terminal.
  }
}
