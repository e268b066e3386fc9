package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.Tally;
import io.atomic.reconcile.model.Tally.AppChange;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Step;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts runs. */
public final class Tallying {
  private Tallying() {}

  /** Whether the report is of a run that has looked at the host, or should have. */
  public static boolean isRun(RunReport report) {
    return switch (report.verdict()) {
      case EXECUTED, INTERRUPTED, REFUSED, STATE_UNUSABLE, NOT_PERMITTED -> true;
      case LOCKED, DECLINED, UNKNOWN_APP -> false;
    };
  }

  /**
   * With one run more.
   *
   * @param known apps that are declared or recorded; of others nothing is counted any longer. Null
   *     = nobody could look
   */
  public static Tally counted(Tally tally, RunReport report, @Nullable Set<String> known) {
    if (!isRun(report)) {
      return report.verdict() == RunReport.Verdict.LOCKED ? tally.withLockContended() : tally;
    }
    var result = result(report);
    var counted =
        (known == null ? tally : tally.ofApps(withPlanned(known, report)))
            .withRun(
                result,
                result.equals("succeeded"),
                report.endedAt(),
                Duration.between(report.startedAt(), report.endedAt()));
    for (var step : steps(report)) {
      var done = report.results().get(step.id());
      var how =
          done == null
              ? null
              : switch (done.outcome()) {
                case Outcome.Done _ -> AppChange.Result.DONE;
                case Outcome.Failed _ -> AppChange.Result.FAILED;
                case Outcome.DroppedOut _, Outcome.Skipped _ -> null;
              };
      if (how != null && step.action() instanceof AppAction action) {
        counted = counted.withChange(new AppChange(action.app(), action.word(), how));
        if (action instanceof AppAction.RollBack) {
          counted = counted.withRollback(action.app());
        }
      }
    }
    return counted;
  }

  /** The removal of an app is seen once. */
  private static Set<String> withPlanned(Set<String> known, RunReport report) {
    var apps = new HashSet<>(known);
    if (report.plan() != null) {
      report.plan().changes().keySet().forEach(id -> apps.add(id.name()));
    }
    return apps;
  }

  private static List<Step> steps(RunReport report) {
    return report.plan() == null ? List.of() : report.plan().steps();
  }

  private static String result(RunReport report) {
    return switch (report.verdict()) {
      case EXECUTED -> ExitStatus.of(report, false) == ExitStatus.OK ? "succeeded" : "failed";
      case INTERRUPTED -> "interrupted";
      case REFUSED -> "refused";
      default -> "failed";
    };
  }
}
