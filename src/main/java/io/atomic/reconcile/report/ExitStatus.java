package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.Diagnosis;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Plan;
import java.util.Collection;
import java.util.List;

/** What the program's exit status says; the numbers above 63 are those of sysexits(3). */
public final class ExitStatus {
  /** Converged, changed or not. */
  public static final int OK = 0;

  /** A resource failed, was refused, or is held. */
  public static final int FAILED = 1;

  /** With {@code --detailed-exitcode}: changes are pending, or were made. */
  public static final int CHANGES = 2;

  /** Something is not any more as it was made. */
  public static final int DRIFT = 2;

  /** With {@code --detailed-exitcode}: there are failures. */
  public static final int FAILURES = 4;

  public static final int USAGE = 64;

  /** The container engine cannot be reached. */
  public static final int UNAVAILABLE = 69;

  /** A bug of this program. */
  public static final int SOFTWARE = 70;

  /** The run could not start now: try again. */
  public static final int TRY_AGAIN = 75;

  public static final int NOT_PERMITTED = 77;

  /** Settings or a manifest are invalid, while all valid manifests converged. */
  public static final int INVALID = 78;

  private ExitStatus() {}

  /** Of a verb that could not do its work. */
  public static int of(EffectException e) {
    return switch (e.kind()) {
      case FAILED -> FAILED;
      case UNKNOWN_APP -> USAGE;
      case UNAVAILABLE -> UNAVAILABLE;
      case NOT_PERMITTED -> NOT_PERMITTED;
    };
  }

  /** Of a plan that was only looked at. */
  public static int of(Proposal proposal, boolean detailed) {
    var plan = proposal.plan();
    var failures = !proposal.refusals().isEmpty() || hasFailingHold(plan);
    return combined(
        failures,
        !plan.isEmpty(),
        isEngineDown(plan),
        hasErrors(proposal.situation().desired().problems()),
        detailed);
  }

  /** Of a host that was looked at. */
  public static int of(List<Diagnosis> diagnoses) {
    var problems = diagnoses.stream().filter(Diagnosis::isProblem).toList();
    return problems.stream().anyMatch(problem -> problem.subject() == Diagnosis.Subject.ENGINE)
        ? UNAVAILABLE
        : problems.isEmpty() ? OK : FAILED;
  }

  /** Of a look for drift. */
  public static int of(Proposal proposal, List<DriftedResource> drift) {
    if (isEngineDown(proposal.plan())) {
      return UNAVAILABLE;
    }
    if (!drift.isEmpty()) {
      return DRIFT;
    }
    return hasErrors(proposal.situation().desired().problems()) ? INVALID : OK;
  }

  /** Of a look that only shows: how the apps are is for its reader to judge. */
  public static int ofLook(Proposal proposal) {
    if (isEngineDown(proposal.plan())) {
      return UNAVAILABLE;
    }
    return hasErrors(proposal.situation().desired().problems()) ? INVALID : OK;
  }

  /** Of a run. */
  public static int of(RunReport report, boolean detailed) {
    return switch (report.verdict()) {
      case LOCKED -> TRY_AGAIN;
      case UNKNOWN_APP -> USAGE;
      case STATE_UNUSABLE -> FAILED;
      case NOT_PERMITTED -> NOT_PERMITTED;
      case REFUSED -> detailed ? FAILURES : FAILED;
      case DECLINED -> FAILED;
      case EXECUTED, INTERRUPTED -> {
        var plan = report.plan();
        if (plan == null) {
          yield FAILED;
        }
        var failures = plan.changes().keySet().stream().anyMatch(report::isFailed);
        var changes = plan.changes().keySet().stream().anyMatch(report::isChanged);
        yield combined(
            failures || hasErrors(report.problems(), false),
            changes,
            isEngineDown(plan),
            hasErrors(report.problems(), true),
            detailed);
      }
    };
  }

  private static int combined(
      boolean failures, boolean changes, boolean engineDown, boolean invalid, boolean detailed) {
    if (engineDown) {
      return UNAVAILABLE;
    }
    if (!failures && invalid) {
      return INVALID;
    }
    if (detailed) {
      return (failures ? FAILURES : OK) + (changes ? CHANGES : OK);
    }
    return failures ? FAILED : OK;
  }

  private static boolean hasFailingHold(Plan plan) {
    return plan.changes().values().stream().anyMatch(Change::failing);
  }

  private static boolean isEngineDown(Plan plan) {
    return plan.changes().values().stream()
        .anyMatch(change ->
            change instanceof Held held && held.reason() == Change.Reason.ENGINE_UNAVAILABLE);
  }

  private static boolean hasErrors(Collection<Problem> problems) {
    return problems.stream().anyMatch(Problem::isError);
  }

  /**
   * Whether something is wrong.
   *
   * @param inFiles whether manifests are, or else the run itself
   */
  private static boolean hasErrors(Collection<Problem> problems, boolean inFiles) {
    return problems.stream()
        .anyMatch(problem -> problem.isError() && inFiles == (problem.place() != null));
  }
}
