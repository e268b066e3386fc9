package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Reports;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.Format;
import io.atomic.reconcile.report.PastRun;
import io.atomic.reconcile.report.PastRun.Reading;
import io.atomic.reconcile.report.RunJson;
import io.atomic.reconcile.state.FileStateStore;
import io.atomic.reconcile.state.RunHistory;
import io.atomic.reconcile.state.Salt;
import io.atomic.reconcile.state.StateDirectory;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** The part of the wiring by which is kept what outlives a run. */
final class StateAccess {
  private final StateDirectory directory;
  private final int keptRuns;

  /**
   * Makes nothing yet.
   *
   * @param keptRuns how many reports are kept that are no repetitions
   */
  StateAccess(StateDirectory directory, int keptRuns) {
    this.directory = directory;
    this.keptRuns = keptRuns;
  }

  StateDirectory directory() {
    return directory;
  }

  RunHistory history() {
    return new RunHistory(directory, keptRuns);
  }

  /**
   * Where reports of runs go.
   *
   * @param detailedExitCode which exit status they tell
   */
  Reports reports(boolean detailedExitCode) {
    return report -> {
      var status = ExitStatus.of(report, detailedExitCode);
      var json = Format.json(RunJson.of(report, status)).getBytes(StandardCharsets.UTF_8);
      history().add(report.runId(), report.startedAt(), json, isRepetition(json));
    };
  }

  private boolean isRepetition(byte[] json) throws EffectException {
    var last = history().last();
    return last != null
        && PastRun.read(last) instanceof Reading.Understood(var before)
        && PastRun.read(json) instanceof Reading.Understood(var now)
        && now.repeats(before);
  }

  /** What earlier runs recorded, for verbs that look at nothing else. */
  Recorded recorded() throws EffectException {
    return new FileStateStore(directory).load();
  }

  /** Where there is no salt yet, no secret was recorded either. */
  UnaryOperator<String> hashForLooking() throws EffectException {
    var salt = Salt.find(directory);
    return salt == null ? _ -> "" : salt::hash;
  }

  /** Of secrets that are going to be recorded. */
  UnaryOperator<String> hashForRecording() throws EffectException {
    directory.create();
    return Salt.obtain(directory)::hash;
  }
}
