package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.ResourceId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One action of a plan.
 *
 * @param id {@code APP/ACTION} or {@code Host/ACTION}, the same in every plan that holds the step
 * @param reason why, for people
 * @param phase steps of an earlier phase have ended before one of a later phase begins
 * @param needs steps that must have succeeded
 * @param onFailure whether it is the other way round: it is carried out if one of the steps that it
 *     needs has failed, once all of them have ended, and drops out otherwise
 */
public record Step(
    String id,
    Action action,
    String reason,
    Phase phase,
    SortedSet<String> needs,
    boolean onFailure) {

  public Step {
    needs = Collections.unmodifiableSortedSet(new TreeSet<>(needs));
  }

  /** The parts of a run, in their order. */
  public enum Phase {
    /** Everything that is needed is brought to disk before anything is stopped. */
    FETCH,
    /** What must go, goes, before anything new takes its place. */
    REMOVE,
    CONVERGE,
    /** After the report: what comes then ends this program. */
    REBOOT
  }

  public ResourceId resource() {
    return action.resource();
  }

  public Step withNeeds(SortedSet<String> other) {
    return new Step(id, action, reason, phase, other, onFailure);
  }

  public Step needing(SortedSet<String> more) {
    var all = new TreeSet<>(needs);
    all.addAll(more);
    return withNeeds(all);
  }
}
