package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Journal.Unfinished;
import io.atomic.reconcile.cycle.RunLock.Attempt;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.cycle.Targets.Choice;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Planner;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.plan.Situation;
import io.atomic.reconcile.policy.MassDeletion;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One reconciliation of this host, looked at or carried out. */
public final class Cycle {
  private final Ports ports;
  private final Situation.Surroundings surroundings;
  private final MassDeletion massDeletion;
  private final int parallelism;
  private final Clock clock;

  /** The world outside, as far as a run needs it. */
  public record Ports(
      DesiredSource manifests,
      StateStore store,
      Journal journal,
      RunLock lock,
      Engine engine,
      CommandRunner runner,
      HostFiles files,
      Progress progress,
      Reports reports,
      Interruptions interruptions) {}

  /** Whether a plan may be carried out, once it is known. */
  public interface Consent {
    /** Carries out whatever the policy lets through. */
    Consent ALWAYS = _ -> new Answer.Yes();

    Answer answer(Proposal proposal) throws InterruptedException;

    /** What was answered. */
    sealed interface Answer {
      record Yes() implements Answer {}

      record No() implements Answer {}

      /** It is not the plan that was agreed to. */
      record Stale(String why, String remedy) implements Answer {}
    }
  }

  /**
   * What a look gives.
   *
   * @param refusals why the policy would not carry the plan out
   */
  public record Proposal(
      Situation situation, Selection selection, Plan plan, List<Problem> refusals) {
    public Proposal {
      refusals = List.copyOf(refusals);
    }
  }

  public Cycle(
      Ports ports,
      Situation.Surroundings surroundings,
      MassDeletion massDeletion,
      int parallelism,
      Clock clock) {
    this.ports = ports;
    this.surroundings = surroundings;
    this.massDeletion = massDeletion;
    this.parallelism = parallelism;
    this.clock = clock;
  }

  /** What a look comes to. */
  public sealed interface Look {
    record Seen(Proposal proposal) implements Look {}

    record UnknownApp(String message) implements Look {}
  }

  /**
   * Looks, and changes nothing.
   *
   * @throws EffectException if the record cannot be used
   */
  public Look look(Targets targets) throws EffectException, InterruptedException {
    var desired = ports.manifests().read();
    var recorded = ports.store().load();
    return switch (targets.among(desired, recorded)) {
      case Choice.Of(var selection) -> new Look.Seen(propose(desired, recorded, selection));
      case Choice.Unknown(var message) -> new Look.UnknownApp(message);
    };
  }

  private Proposal propose(Desired desired, Recorded recorded, Selection selection)
      throws InterruptedException {
    var observed = new Observer(ports.engine(), ports.files()).observe(desired, recorded);
    var situation = new Situation(desired, recorded, observed, surroundings);
    var plan = Planner.plan(situation, selection);
    var refusals = new ArrayList<Problem>();
    for (var refusal : massDeletion.check(desired, recorded, plan)) {
      refusals.add(
          new Problem(Problem.Severity.ERROR, null, null, refusal.message(), refusal.remedy()));
    }
    return new Proposal(situation, selection, plan, refusals);
  }

  /**
   * Brings the host to what the manifests say: repair, plan, gate, execute, record. Interrupted, it
   * ends what it has begun and reports how far it came.
   */
  public RunReport run(String runId, Targets targets, Consent consent) {
    var startedAt = clock.instant();
    try {
      return switch (ports.lock().acquire()) {
        case Attempt.Busy(var holder) ->
            unstarted(
                runId,
                startedAt,
                Verdict.LOCKED,
                "tried to lock the state directory, but %s holds it".formatted(holder),
                "wait for that run to end, or raise --lock-timeout");
        case Attempt.Held held -> {
          try (held) {
            yield kept(runLocked(runId, startedAt, targets, consent));
          }
        }
      };
    } catch (EffectException e) {
      return impossible(runId, startedAt, e);
    } catch (InterruptedException _) {
      return interrupted(runId, startedAt, null, new TreeMap<>(), List.of());
    }
  }

  private RunReport runLocked(String runId, Instant startedAt, Targets targets, Consent consent) {
    try {
      return reconcile(runId, startedAt, targets, consent);
    } catch (EffectException e) {
      return impossible(runId, startedAt, e);
    } catch (InterruptedException _) {
      return interrupted(runId, startedAt, null, new TreeMap<>(), List.of());
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

  private RunReport reconcile(String runId, Instant startedAt, Targets targets, Consent consent)
      throws EffectException, InterruptedException {
    var desired = ports.manifests().read();
    var ledger = new Ledger(ports.store(), ports.store().load());
    var problems = new ArrayList<>(desired.problems());
    Selection selection;
    switch (targets.among(desired, ledger.recorded())) {
      case Choice.Of(var chosen) -> selection = chosen;
      case Choice.Unknown(var message) -> {
        return unstarted(runId, startedAt, Verdict.UNKNOWN_APP, message, null);
      }
    }
    repair(ledger, ports.journal().unfinished(), problems);
    var proposal = propose(desired, ledger.recorded(), selection);
    var plan = proposal.plan();
    ports.progress().planned(plan);
    if (!proposal.refusals().isEmpty()) {
      problems.addAll(proposal.refusals());
      return report(runId, startedAt, Verdict.REFUSED, plan, new TreeMap<>(), problems);
    }
    switch (consent.answer(proposal)) {
      case Consent.Answer.Yes _ -> {}
      case Consent.Answer.No _ -> {
        return report(runId, startedAt, Verdict.DECLINED, plan, new TreeMap<>(), problems);
      }
      case Consent.Answer.Stale(var why, var remedy) -> {
        problems.add(new Problem(Problem.Severity.ERROR, null, null, why, remedy));
        return report(runId, startedAt, Verdict.REFUSED, plan, new TreeMap<>(), problems);
      }
    }
    var run = new Execution(ports, ledger, proposal.situation(), parallelism, clock);
    var results = new TreeMap<String, StepResult>();
    RunReport report;
    try {
      var executed = run.execute(runId, plan, selection, results);
      report = report(runId, startedAt, Verdict.EXECUTED, executed, results, problems);
    } catch (InterruptedException _) {
      report = interrupted(runId, startedAt, plan, results, problems);
    }
    noteOutcomes(ledger, report);
    if (ports.journal().unfinished().isEmpty()) {
      ports.journal().rotate();
    }
    return report;
  }

  /** What cannot be repaired now is left in the journal for the next run. */
  private void repair(Ledger ledger, List<Unfinished> unfinished, List<Problem> problems)
      throws InterruptedException {
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

  private void noteOutcomes(Ledger ledger, RunReport report) throws EffectException {
    var plan = report.plan();
    if (plan == null) {
      return;
    }
    for (var id : plan.changes().keySet()) {
      var failure = report.failureOf(id);
      if (failure != null || (report.isChanged(id) && !report.isFailed(id))) {
        ledger.update(
            id.name(),
            record ->
                record.withOutcome(
                    new LastOutcome(
                        report.runId(),
                        report.endedAt(),
                        failure == null,
                        failure == null ? null : failure.message())));
      }
    }
  }

  private RunReport impossible(String runId, Instant startedAt, EffectException e) {
    var verdict =
        switch (e.kind()) {
          case FAILED -> Verdict.STATE_UNUSABLE;
          case NOT_PERMITTED -> Verdict.NOT_PERMITTED;
        };
    return unstarted(runId, startedAt, verdict, e.message(), e.remedy());
  }

  private RunReport interrupted(
      String runId,
      Instant startedAt,
      @Nullable Plan plan,
      SortedMap<String, StepResult> results,
      List<Problem> problems) {
    var all = new ArrayList<>(problems);
    all.add(
        new Problem(
            Problem.Severity.ERROR,
            null,
            null,
            "the run was ended before it had done everything: " + ports.interruptions().reason(),
            "the next run takes up what this one left"));
    return report(runId, startedAt, Verdict.INTERRUPTED, plan, results, all);
  }

  private RunReport unstarted(
      String runId, Instant startedAt, Verdict verdict, String message, @Nullable String remedy) {
    var problem = new Problem(Problem.Severity.ERROR, null, null, message, remedy);
    return report(runId, startedAt, verdict, null, new TreeMap<>(), List.of(problem));
  }

  private RunReport report(
      String runId,
      Instant startedAt,
      Verdict verdict,
      @Nullable Plan plan,
      SortedMap<String, StepResult> results,
      List<Problem> problems) {
    return new RunReport(runId, startedAt, clock.instant(), verdict, plan, results, problems);
  }
}
