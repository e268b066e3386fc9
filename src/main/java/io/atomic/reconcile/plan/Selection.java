package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change.Asked;
import io.atomic.reconcile.plan.Change.Remove;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which apps a plan is about.
 *
 * @param everything whether all are; {@code names} is empty then
 */
public record Selection(boolean everything, SortedSet<String> names) {
  public static final Selection ALL = new Selection(true, Collections.emptySortedSet());

  public Selection {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  public static Selection of(Iterable<String> names) {
    var set = new TreeSet<String>();
    names.forEach(set::add);
    return new Selection(false, set);
  }

  /** Leaves out what is not selected. A partial look at the manifests is no reason to prune. */
  void limit(SortedMap<ResourceId, Change> changes, Dependencies dependencies) {
    if (everything) {
      return;
    }
    changes.keySet().retainAll(dependencies.closure(names));
    changes
        .values()
        .removeIf(change ->
            change instanceof Change.Forget
                || (change instanceof Remove(_, _, _, Asked asked) && asked == Asked.BY_ABSENCE));
  }
}
