package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries out roll-backs. Once the record says that a version failed, the plan for its app leads to
 * the one before by itself; so what is done here is what the next run would do, and does where this
 * one is cut off.
 */
final class RollingBack implements Executor.Performer {
  /**
   * How long a version rests that failed for a reason of the moment, such as an engine that was
   * away: each try takes down what runs.
   */
  private static final Duration PASSING = Duration.ofHours(1);

  private final String runId;
  private final Executor.Performer effects;
  private final Checks checks;
  private final Progress progress;
  private final Clock clock;
  private final Planning planning;
  private final Map<String, Outcome.Failed> failures = new ConcurrentHashMap<>();

  /** Looks at the host as it is now, and plans for one app. */
  interface Planning {
    Plan forApp(String app) throws InterruptedException;
  }

  RollingBack(
      String runId,
      Executor.Performer effects,
      Checks checks,
      Progress progress,
      Clock clock,
      Planning planning) {
    this.runId = runId;
    this.effects = effects;
    this.checks = checks;
    this.progress = progress;
    this.clock = clock;
    this.planning = planning;
  }

  @Override
  public Outcome perform(Step step) throws InterruptedException {
    if (step.action() instanceof AppAction.RollBack back) {
      try {
        return rollBack(back);
      } catch (EffectException e) {
        return new Outcome.Failed(e.message(), e.remedy(), "");
      }
    }
    var outcome = effects.perform(step);
    if (outcome instanceof Outcome.Failed failed && step.action() instanceof AppAction action) {
      failures.putIfAbsent(action.app(), failed);
    }
    return outcome;
  }

  private Outcome rollBack(AppAction.RollBack back) throws EffectException, InterruptedException {
    var app = back.app();
    var failure = failures.get(app);
    var reason = failure == null ? "a step of it failed" : failure.message();
    if (failure == null || !failure.lasting()) {
      checks.note(back.trial(), reason, "", runId, clock.instant().plus(PASSING));
    } else {
      checks.note(back.trial(), reason, failure.output(), runId, null);
    }
    var plan = planning.forApp(app);
    var results = new TreeMap<String, StepResult>();
    // To go back is one step, and goes to its end.
    new Executor(effects, progress, () -> "it is one step", clock, 1)
        .execute(plan.steps(), results);
    var version = Image.shortId(back.to().imageId());
    for (var step : plan.steps()) {
      var result = results.get(step.id());
      if (result != null
          && result.outcome()
              instanceof Outcome.Failed(var message, var remedy, var output, _, _)) {
        return new Outcome.Failed(
            "tried to go back to %s (because %s), but %s".formatted(version, reason, message),
            remedy,
            output);
      }
    }
    var change = plan.changes().get(ResourceId.app(app));
    return change instanceof Change.Held held && held.reason() != Change.Reason.ROLLED_BACK
        ? new Outcome.Failed(
            "tried to go back to %s (because %s), but %s"
                .formatted(version, reason, held.message()),
            held.remedy(),
            "")
        : Effects.done("it is %s again".formatted(version));
  }
}
