package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.RunLock.Attempt;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.plan.Plan;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every run does around its work: the lock is taken, what an interrupted run left is repaired,
 * and however the work ends there is a report, which is kept before the lock is given back.
 */
final class LockedRun {
  private final String runId;
  private final Cycle.Ports ports;
  private final Clock clock;
  private final Instant startedAt;

  LockedRun(String runId, Cycle.Ports ports, Clock clock) {
    this.runId = runId;
    this.ports = ports;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /** What is done while the lock is held. */
  interface Work {
    /**
     * Does it.
     *
     * @param problems found so far, for the report
     */
    RunReport on(Ledger ledger, List<Problem> problems)
        throws EffectException, InterruptedException;
  }

  /** Carries a plan out. */
  interface Effort {
    /**
     * Does it.
     *
     * @param results filled with what became of each step
     * @return the plan as it was in the end
     */
    Plan carriedOut(SortedMap<String, StepResult> results) throws InterruptedException;
  }

  String runId() {
    return runId;
  }

  /** Work after which the host is not booted. */
  RunReport of(Work work) {
    return of(work, null);
  }

  /**
   * Does the work.
   *
   * @param boot boots the host afterwards, if the work has come to that; null = nothing is booted
   */
  RunReport of(Work work, @Nullable HostBoot boot) {
    try {
      return switch (ports.lock().acquire()) {
        case Attempt.Busy(var holder) ->
            unstarted(
                Verdict.LOCKED,
                "tried to lock the state directory, but %s holds it".formatted(holder),
                "wait for that run to end, or raise --lock-timeout");
        case Attempt.Held held -> {
          try (held) {
            yield locked(work, boot);
          }
        }
      };
    } catch (EffectException e) {
      return impossible(e);
    } catch (InterruptedException _) {
      return interrupted(null, new TreeMap<>(), List.of());
    }
  }

  private RunReport locked(Work work, @Nullable HostBoot boot) {
    Ledger ledger;
    try {
      ledger = new Ledger(ports.store(), ports.store().load());
    } catch (EffectException e) {
      return kept(impossible(e));
    }
    var report = kept(worked(work, ledger));
    var step = HostBoot.agreed(report);
    if (boot == null || step == null) {
      return report;
    }
    var booted = boot.after(report, step, ledger);
    return booted.equals(report) ? report : kept(booted);
  }

  private RunReport worked(Work work, Ledger ledger) {
    try {
      var problems = new ArrayList<Problem>();
      repair(ledger, problems);
      return noted(ledger, work.on(ledger, problems));
    } catch (EffectException e) {
      return impossible(e);
    } catch (InterruptedException _) {
      return interrupted(null, new TreeMap<>(), List.of());
    }
  }

  /** What was done was done, whether a last note of it can be written or not. */
  private RunReport noted(Ledger ledger, RunReport report) {
    var ended = report.with(ledger.recorded());
    try {
      noteOutcomes(ledger, report);
      if (report.plan() != null && ports.journal().unfinished().isEmpty()) {
        ports.journal().rotate();
      }
      return ended;
    } catch (EffectException e) {
      return ended.with(new Problem(Problem.Severity.ERROR, null, null, e.message(), e.remedy()));
    }
  }

  /** What cannot be repaired now is left in the journal for the next run. */
  private void repair(Ledger ledger, List<Problem> problems)
      throws EffectException, InterruptedException {
    var unfinished = ports.journal().unfinished();
    try {
      new Recovery(ports.journal(), ports.runner(), ports.engine(), ledger, ports.progress(), clock)
          .repair(unfinished);
    } catch (EffectException e) {
      problems.add(
          new Problem(
              Problem.Severity.WARNING,
              null,
              null,
              "tried to repair what an interrupted run left, but " + e.message(),
              e.remedy()));
    }
  }

  /** The report of a plan that was begun, to its end or not. */
  RunReport carriedOut(Plan plan, List<Problem> problems, Effort effort) {
    var results = new TreeMap<String, StepResult>();
    try {
      var executed = effort.carriedOut(results);
      return report(Verdict.EXECUTED, executed, results, problems);
    } catch (InterruptedException _) {
      return interrupted(plan, results, problems);
    }
  }

  private void noteOutcomes(Ledger ledger, RunReport report) throws EffectException {
    var plan = report.plan();
    if (plan == null) {
      return;
    }
    for (var id : plan.changes().keySet()) {
      var failure = report.failureOf(id);
      if (failure != null || (report.isChanged(id) && !report.isFailed(id))) {
        var outcome =
            new LastOutcome(
                runId,
                report.endedAt(),
                failure == null,
                failure == null ? null : failure.message());
        switch (id.kind()) {
          case APP -> ledger.update(id.name(), record -> record.withOutcome(outcome));
          case HOST -> ledger.updateHost(record -> record.withOutcome(outcome));
        }
      }
    }
  }

  /** A report that cannot be kept is still given to whoever asked for the run. */
  private RunReport kept(RunReport report) {
    try {
      ports.reports().keep(report);
      return report;
    } catch (EffectException e) {
      return report.with(new Problem(Problem.Severity.ERROR, null, null, e.message(), e.remedy()));
    }
  }

  private RunReport impossible(EffectException e) {
    var verdict =
        switch (e.kind()) {
          case FAILED, UNAVAILABLE -> Verdict.STATE_UNUSABLE;
          case UNKNOWN_APP -> Verdict.UNKNOWN_APP;
          case NOT_PERMITTED -> Verdict.NOT_PERMITTED;
        };
    return unstarted(verdict, e.message(), e.remedy());
  }

  private RunReport interrupted(
      @Nullable Plan plan, SortedMap<String, StepResult> results, List<Problem> problems) {
    var all = new ArrayList<>(problems);
    all.add(
        new Problem(
            Problem.Severity.ERROR,
            null,
            null,
            "the run was ended before it had done everything: " + ports.interruptions().reason(),
            "the next run takes up what this one left"));
    return report(Verdict.INTERRUPTED, plan, results, all);
  }

  RunReport unstarted(Verdict verdict, String message, @Nullable String remedy) {
    var problem = new Problem(Problem.Severity.ERROR, null, null, message, remedy);
    return report(verdict, null, new TreeMap<>(), List.of(problem));
  }

  RunReport report(
      Verdict verdict,
      @Nullable Plan plan,
      SortedMap<String, StepResult> results,
      List<Problem> problems) {
    return new RunReport(
        runId,
        startedAt,
        clock.instant(),
        verdict,
        plan,
        results,
        problems,
        Collections.emptySortedMap());
  }
}
