package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Journal.Intent;
import io.atomic.reconcile.cycle.Journal.Result;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.plan.Step;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/** Brackets every effect with its intent before and its outcome after, on disk. */
final class JournaledEffects implements Executor.Performer {
  private final String runId;
  private final Journal journal;
  private final Effects effects;
  private final Progress progress;
  private final Clock clock;
  private final AtomicInteger sequences = new AtomicInteger();

  JournaledEffects(String runId, Journal journal, Effects effects, Progress progress, Clock clock) {
    this.runId = runId;
    this.journal = journal;
    this.effects = effects;
    this.progress = progress;
    this.clock = clock;
  }

  @Override
  public Outcome perform(Step step) throws InterruptedException {
    var sequence = sequences.incrementAndGet();
    Outcome outcome;
    try {
      var action = step.action();
      journal.begin(
          new Intent(
              runId,
              sequence,
              clock.instant(),
              step.id(),
              action.resource(),
              action.word(),
              step.reason(),
              effects.detailsBefore(action)));
      outcome =
          effects.perform(
              action,
              new Effects.Context(
                  runId,
                  mark -> journal.child(runId, sequence, mark),
                  line -> progress.doing(step, line)));
    } catch (EffectException e) {
      outcome = new Outcome.Failed(e.message(), e.remedy(), "");
    }
    return ended(sequence, outcome);
  }

  private Outcome ended(int sequence, Outcome outcome) {
    try {
      if (outcome instanceof Outcome.Failed(var message, _, _, _, _)) {
        journal.end(runId, sequence, clock.instant(), Result.FAILED, message);
      } else {
        journal.end(runId, sequence, clock.instant(), Result.OK, null);
      }
      return outcome;
    } catch (EffectException e) {
      return new Outcome.Failed(e.message(), e.remedy(), "");
    }
  }
}
