package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Selection;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Has what failed tried again later, and leaves alone for that time who failed. */
final class Retries {
  /** What stands for a run as a whole among the names of what may be tried again. */
  private static final String WHOLE = "";

  private final Agenda agenda;
  private final Backoff backoff;

  Retries(Agenda agenda, Backoff backoff) {
    this.agenda = agenda;
    this.backoff = backoff;
  }

  /** There was no run, or one that was cut short. */
  void ofRun(Scope scope) {
    later(WHOLE, scope, "the last run could not be made");
  }

  /** Tries again later what failed in a run, and forgets that of what did not. */
  void ofSteps(Order order, RunReport report) {
    backoff.succeeded(WHOLE);
    if (order.scope().reach() != Scope.Reach.NAMED) {
      agenda.forget(Cause.Kind.RETRY, WHOLE);
    }
    var plan = report.plan();
    for (var id : plan == null ? Set.<ResourceId>of() : plan.changes().keySet()) {
      var name = Selection.name(id);
      if (isToBeTriedAgain(report, id)) {
        later(name, Scope.of(Set.of(name)), name + " failed");
      } else {
        agenda.forget(Cause.Kind.RETRY, name);
        if (order.isOnlyAHint() && report.isChanged(id)) {
          backoff.corrected(name);
        } else {
          backoff.succeeded(name);
        }
      }
    }
  }

  private void later(String name, Scope scope, String why) {
    agenda.addOnce(name, scope, Cause.of(Cause.Kind.RETRY, why), backoff.failed(name));
  }

  /** What is held stays so until somebody changes something; what only waited is tried with it. */
  private static boolean isToBeTriedAgain(RunReport report, ResourceId id) {
    var plan = report.plan();
    return plan != null
        && plan.stepsOf(id).stream()
            .map(step -> report.results().get(step.id()))
            .anyMatch(result ->
                result != null
                    && (result.outcome() instanceof Outcome.Failed
                        || result.outcome() instanceof Outcome.Skipped));
  }

  /** They are something else now, as their manifests say. */
  void startOver(Collection<String> names) {
    names.forEach(backoff::reset);
  }

  /**
   * What is left of a hint: who failed meanwhile, or was put right too often, is left alone for its
   * time.
   *
   * @return null = nothing
   */
  @Nullable Order withoutPutOff(Order order) {
    var rest = new TreeSet<String>();
    for (var name : order.scope().names()) {
      var remaining = backoff.remaining(name);
      if (remaining.isZero()) {
        rest.add(name);
      } else {
        agenda.addOnce(name, Scope.of(Set.of(name)), order.causes().getFirst(), remaining);
      }
    }
    return rest.isEmpty() ? null : order.with(Scope.of(rest));
  }
}
