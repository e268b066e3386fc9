package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.plan.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Carries steps out as soon as what they need has succeeded, several at a time; those that only
 * watch do not count. A failed step skips what needs it and nothing else.
 */
final class Executor {
  private final Performer performer;
  private final Progress progress;
  private final Interruptions interruptions;
  private final Clock clock;
  private final int parallelism;

  /** Carries out one step, journal and record included. */
  interface Performer {
    Outcome perform(Step step) throws InterruptedException;
  }

  Executor(
      Performer performer,
      Progress progress,
      Interruptions interruptions,
      Clock clock,
      int parallelism) {
    this.performer = performer;
    this.progress = progress;
    this.interruptions = interruptions;
    this.clock = clock;
    this.parallelism = parallelism;
  }

  /**
   * Carries out the steps, phase by phase.
   *
   * @param results of earlier steps; the new ones are added
   */
  void execute(List<Step> steps, Map<String, StepResult> results) throws InterruptedException {
    for (var phase : Step.Phase.values()) {
      var pending = new LinkedHashMap<String, Step>();
      steps.stream()
          .filter(step -> step.phase() == phase && !results.containsKey(step.id()))
          .forEach(step -> pending.put(step.id(), step));
      if (!pending.isEmpty()) {
        executePhase(pending, results);
      }
    }
  }

  private void executePhase(Map<String, Step> pending, Map<String, StepResult> results)
      throws InterruptedException {
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var completions = new ExecutorCompletionService<StepResult>(threads);
    try (threads) {
      try {
        executePhase(pending, results, completions);
      } finally {
        // Interrupted, or a bug: neither leaves the other steps running.
        threads.shutdownNow();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a step died of a bug", e.getCause());
    } catch (InterruptedException e) {
      // By now all threads have ended.
      addEnded(completions, results);
      throw e;
    }
  }

  private void executePhase(
      Map<String, Step> pending,
      Map<String, StepResult> results,
      CompletionService<StepResult> completions)
      throws ExecutionException, InterruptedException {
    var working = new HashSet<String>();
    var watching = new HashSet<String>();
    while (!pending.isEmpty() || !working.isEmpty() || !watching.isEmpty()) {
      var before = pending.size();
      if (!interruptions.isEnding()) {
        for (var step : startable(pending, results, parallelism - working.size())) {
          pending.remove(step.id());
          completions.submit(task(step));
          (step.action().onlyWatches() ? watching : working).add(step.id());
        }
      } else if (working.isEmpty()) {
        throw new InterruptedException("no further step is begun");
      }
      if (!working.isEmpty() || !watching.isEmpty()) {
        var result = completions.take().get();
        results.put(result.stepId(), result);
        working.remove(result.stepId());
        watching.remove(result.stepId());
      } else if (pending.size() == before) {
        throw new IllegalStateException("steps wait for each other: " + pending.keySet());
      }
    }
  }

  /** What ended well while the others were being interrupted is done all the same. */
  private static void addEnded(
      CompletionService<StepResult> completions, Map<String, StepResult> results) {
    for (var task = completions.poll(); task != null; task = completions.poll()) {
      if (task.state() == Future.State.SUCCESS) {
        results.put(task.resultNow().stepId(), task.resultNow());
      }
    }
  }

  /** Takes what can start now out of the pending ones, and out of the way what never can. */
  private List<Step> startable(
      Map<String, Step> pending, Map<String, StepResult> results, int free) {
    var startable = new ArrayList<Step>();
    var left = free;
    for (var step : List.copyOf(pending.values())) {
      var obstacle = obstacle(step, results);
      if (obstacle != null) {
        pending.remove(step.id());
        var result = new StepResult(step.id(), obstacle, clock.instant(), Duration.ZERO);
        results.put(step.id(), result);
        progress.ended(step, result);
      } else if (results.keySet().containsAll(step.needs())
          && (step.action().onlyWatches() || left > 0)) {
        startable.add(step);
        left -= step.action().onlyWatches() ? 0 : 1;
      }
    }
    return startable;
  }

  /** Why a step is not carried out; null = it is, now or later. */
  private static @Nullable Outcome obstacle(Step step, Map<String, StepResult> results) {
    if (step.onFailure()) {
      var allEnded = results.keySet().containsAll(step.needs());
      var anyFailed =
          step.needs().stream()
              .map(results::get)
              .anyMatch(result -> result != null && result.outcome() instanceof Outcome.Failed);
      return allEnded && !anyFailed ? new Outcome.DroppedOut("nothing failed") : null;
    }
    return step.needs().stream()
        .filter(need -> results.containsKey(need) && !results.get(need).outcome().isOk())
        .findFirst()
        .map(need -> new Outcome.Skipped("'%s' did not succeed".formatted(need)))
        .orElse(null);
  }

  private Callable<StepResult> task(Step step) {
    return () -> {
      var startedAt = clock.instant();
      progress.started(step);
      var outcome = performer.perform(step);
      var result =
          new StepResult(
              step.id(), outcome, startedAt, Duration.between(startedAt, clock.instant()));
      progress.ended(step, result);
      return result;
    };
  }
}
