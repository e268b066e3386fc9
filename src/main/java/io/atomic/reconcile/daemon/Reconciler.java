package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Interruptions;
import io.atomic.reconcile.cycle.Progress;
import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.Schedule.Schedules;
import io.atomic.reconcile.report.FinishedRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes runs and looks, each with the settings that hold by then. */
public interface Reconciler {
  /** What the manifests say; nothing else is looked at. */
  Desired desired() throws EffectException;

  /** What earlier runs recorded. */
  Recorded recorded() throws EffectException;

  /** Looks, changes nothing, and asks nobody but this host. */
  Look look(Targets targets) throws EffectException, InterruptedException;

  /**
   * Makes a run.
   *
   * @param order why
   * @param interruptions who may end it
   * @param watching is put around what is told of the run's progress
   * @throws EffectException if it could not even begin, so that there is no report
   */
  Outcome run(
      Order order, Targets targets, Interruptions interruptions, UnaryOperator<Progress> watching)
      throws EffectException;

  /**
   * What came of a run.
   *
   * @param proposal that it carried out; null = it did not come to that
   */
  record Outcome(FinishedRun run, @Nullable Proposal proposal) {}

  /**
   * Something is known that others are told: after a run, or after a look that has shown that
   * nothing was to be done.
   *
   * @param run null = there was none
   * @param seen null = a look was not possible
   * @param nextRun null = none is scheduled
   */
  void tell(@Nullable FinishedRun run, @Nullable Proposal seen, @Nullable Instant nextRun);

  /** Sees to it that those outside still find where they look; called often, and quick. */
  void staysInSight();

  /** What the daemon itself has to know of the settings. */
  Terms terms();

  /** Reads the settings anew. What is wrong with them is told, and then the former ones stay. */
  Reread reread();

  /** What came of it. */
  enum Reread {
    TAKEN,
    KEPT_THE_FORMER
  }

  /**
   * What the daemon itself has to know of the settings.
   *
   * @param longestCall the longest deadline of a single call to others, but for those of steps that
   *     say how long they may take
   * @param control where others ask for runs
   */
  record Terms(Schedules schedules, Duration longestCall, Path control) {}
}
