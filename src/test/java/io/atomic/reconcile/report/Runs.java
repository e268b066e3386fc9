package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.cycle.StepResult;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Reports of runs in which the steps end in every way that there is. */
final class Runs {
  private static final List<Outcome> OUTCOMES =
      List.of(
          new Outcome.Done("a note"),
          new Outcome.Failed(
              "tried to run INSTALL, but it exited with 3", "look at its output", "one\ntwo\n"),
          new Outcome.Skipped("'x' did not succeed"),
          new Outcome.DroppedOut("not needed with the fetched image"),
          new Outcome.Done(null));

  private Runs() {}

  static List<RunReport> of(List<Proposal> proposals) {
    var reports = new ArrayList<RunReport>();
    reports.add(unstarted(Verdict.LOCKED));
    reports.add(unstarted(Verdict.UNKNOWN_APP));
    reports.add(unstarted(Verdict.STATE_UNUSABLE));
    reports.add(unstarted(Verdict.NOT_PERMITTED));
    for (var proposal : proposals) {
      for (var verdict :
          List.of(Verdict.EXECUTED, Verdict.INTERRUPTED, Verdict.DECLINED, Verdict.REFUSED)) {
        reports.add(report(proposal, verdict));
      }
    }
    return reports;
  }

  private static RunReport unstarted(Verdict verdict) {
    return new RunReport(
        "r2",
        World.NOON,
        World.NOON,
        verdict,
        null,
        new TreeMap<>(),
        List.of(
            new Problem(
                Problem.Severity.ERROR, null, null, "tried to lock, but 'r1' holds it", "wait")),
        new TreeMap<>());
  }

  static RunReport report(Proposal proposal, Verdict verdict) {
    var results = new TreeMap<String, StepResult>();
    if (verdict == Verdict.EXECUTED || verdict == Verdict.INTERRUPTED) {
      var count = 0;
      for (var step : proposal.plan().steps()) {
        // The last of many is not reached.
        if (count < OUTCOMES.size() + 1) {
          var outcome = OUTCOMES.get(count % OUTCOMES.size());
          results.put(
              step.id(), new StepResult(step.id(), outcome, World.NOON, Duration.ofMillis(1500)));
        }
        count++;
      }
    }
    var installed = new TreeMap<String, Installation>();
    proposal
        .situation()
        .recorded()
        .apps()
        .forEach((name, record) -> {
          if (record.installation() != null) {
            installed.put(name, record.installation());
          }
        });
    return new RunReport(
        "r2",
        World.NOON,
        World.NOON.plusSeconds(2),
        verdict,
        proposal.plan(),
        results,
        proposal.situation().desired().problems(),
        installed);
  }
}
