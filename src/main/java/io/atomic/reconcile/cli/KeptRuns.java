package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.report.PastRun;
import io.atomic.reconcile.report.PastRun.Reading;
import io.atomic.reconcile.state.RunHistory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the reports tell that are kept.
 *
 * @param runs the latest first
 * @param problems with reports that cannot be read
 */
record KeptRuns(List<PastRun> runs, List<Problem> problems) {
  KeptRuns {
    runs = List.copyOf(runs);
    problems = List.copyOf(problems);
  }

  static KeptRuns of(RunHistory history) throws EffectException {
    var runs = new ArrayList<PastRun>();
    var problems = new ArrayList<Problem>();
    for (var file : history.reports()) {
      var report = history.read(file);
      if (report == null) {
        continue; // A run that goes on meanwhile has dropped it.
      }
      switch (PastRun.read(report)) {
        case Reading.Understood(var run) -> runs.add(run);
        case Reading.NotAReport(var why) -> problems.add(skipped(file, why));
      }
    }
    return new KeptRuns(runs, problems);
  }

  private static Problem skipped(Path file, String why) {
    return Problem.warning(
        Place.of(file.toString()), "tried to read the report of a run, but %s".formatted(why));
  }
}
