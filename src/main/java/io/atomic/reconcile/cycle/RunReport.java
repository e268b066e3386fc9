package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is to be said about one run.
 *
 * @param plan null = it did not come to one
 * @param results by step id; steps without one were never reached
 * @param problems of the manifests, the policy and the run itself
 * @param installed what is installed of the plan's apps by the end of the run, by app
 */
public record RunReport(
    String runId,
    Instant startedAt,
    Instant endedAt,
    Verdict verdict,
    @Nullable Plan plan,
    SortedMap<String, StepResult> results,
    List<Problem> problems,
    SortedMap<String, Installation> installed) {
  public RunReport {
    results = Collections.unmodifiableSortedMap(new TreeMap<>(results));
    problems = List.copyOf(problems);
    installed = Collections.unmodifiableSortedMap(new TreeMap<>(installed));
  }

  /** How far the run came. */
  public enum Verdict {
    /** The plan was carried out, as far as its steps succeeded. */
    EXECUTED,
    /** A signal or the deadline of the run came before its end. */
    INTERRUPTED,
    /** Somebody was asked and said no. */
    DECLINED,
    /** The policy forbids the plan as a whole; nothing was touched. */
    REFUSED,
    /** Another run holds the lock. */
    LOCKED,
    /** An app was named that is neither declared nor recorded. */
    UNKNOWN_APP,
    /** The record of earlier runs cannot be used. */
    STATE_UNUSABLE,
    /** Whoever runs it may not. */
    NOT_PERMITTED
  }

  /** This report with one problem more. */
  RunReport with(Problem problem) {
    var all = new ArrayList<>(problems);
    all.add(problem);
    return new RunReport(runId, startedAt, endedAt, verdict, plan, results, all, installed);
  }

  /** This report with other results. */
  RunReport withResults(SortedMap<String, StepResult> others) {
    return new RunReport(runId, startedAt, endedAt, verdict, plan, others, problems, installed);
  }

  /** This report with what there is at its end. */
  RunReport with(Recorded recorded) {
    var now = new TreeMap<String, Installation>();
    for (var id : plan == null ? Set.<ResourceId>of() : plan.changes().keySet()) {
      var record = id.kind() == Kind.APP ? recorded.apps().get(id.name()) : null;
      if (record != null && record.installation() != null) {
        now.put(id.name(), record.installation());
      }
    }
    return new RunReport(runId, startedAt, endedAt, verdict, plan, results, problems, now);
  }

  /** Whether any step of the resource was carried out. */
  public boolean isChanged(ResourceId id) {
    return plan != null
        && plan.stepsOf(id).stream()
            .map(step -> results.get(step.id()))
            .anyMatch(
                result -> result != null && result.outcome() instanceof StepResult.Outcome.Done);
  }

  /** Whether any step of the resource was carried out, or tried. */
  boolean isAttempted(ResourceId id) {
    return isChanged(id) || failureOf(id) != null;
  }

  /** The steps that an interrupted run did not finish or begin. */
  public List<Step> unreached() {
    return plan == null || verdict != Verdict.INTERRUPTED
        ? List.of()
        : plan.steps().stream().filter(step -> !results.containsKey(step.id())).toList();
  }

  /**
   * What the resource's steps failed with first, or a roll-back that failed as well: that names
   * both reasons. Null = none failed.
   */
  public StepResult.Outcome.@Nullable Failed failureOf(ResourceId id) {
    StepResult.Outcome.Failed first = null;
    for (var step : plan == null ? List.<Step>of() : plan.stepsOf(id)) {
      var result = results.get(step.id());
      if (result != null && result.outcome() instanceof StepResult.Outcome.Failed failed) {
        if (step.action() instanceof AppAction.RollBack) {
          return failed;
        }
        first = first == null ? failed : first;
      }
    }
    return first;
  }

  /** Whether the resource is not what the manifest says, and that is a failure. */
  public boolean isFailed(ResourceId id) {
    if (plan == null) {
      return false;
    }
    var change = plan.changes().get(id);
    return (change != null && change.failing())
        || plan.stepsOf(id).stream().map(step -> results.get(step.id())).anyMatch(this::isFailure);
  }

  /** A step that an interrupted run did not reach has failed as much as one that went wrong. */
  private boolean isFailure(@Nullable StepResult result) {
    return result == null ? verdict == Verdict.INTERRUPTED : !result.outcome().isOk();
  }
}
