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
import org.jspecify.annotations.Nullable;

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

  private boolean isRepetition(byte[] json) {
    // What acted is news, whatever was before.
    if (!(PastRun.read(json) instanceof Reading.Understood(var now)) || now.acted()) {
      return false;
    }
    var before = lastBefore(now);
    return before != null && now.repeats(before);
  }

  /** The last run about the same; null = none is kept, or what is kept cannot be read. */
  private @Nullable PastRun lastBefore(PastRun now) {
    try {
      for (var file : history().reports()) {
        var report = history().read(file);
        if (report != null
            && PastRun.read(report) instanceof Reading.Understood(var before)
            // A run whose boot is refused tells its report twice.
            && !before.runId().equals(now.runId())
            && now.isAboutTheSameAs(before)) {
          return before;
        }
      }
      return null;
    } catch (EffectException _) {
      // The report at hand is kept all the same.
      return null;
    }
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
