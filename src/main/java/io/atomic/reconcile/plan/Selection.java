package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change.Asked;
import io.atomic.reconcile.plan.Change.Remove;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which apps a plan is about.
 *
 * @param everything whether all are; {@code names} is empty then
 * @param alone whether what they depend on is left out
 */
public record Selection(boolean everything, SortedSet<String> names, boolean alone) {
  public static final Selection ALL = new Selection(true, Collections.emptySortedSet(), false);

  public Selection {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  public static Selection of(Iterable<String> names) {
    var set = new TreeSet<String>();
    names.forEach(set::add);
    return new Selection(false, set, false);
  }

  /** One app and nothing that it depends on. */
  public static Selection only(String name) {
    return new Selection(false, new TreeSet<>(Set.of(name)), true);
  }

  /** Whether an app was asked for, and not only what others depend on. */
  public boolean names(String app) {
    return everything || names.contains(app);
  }

  /** Leaves out what is not selected. A partial look at the manifests is no reason to prune. */
  void limit(SortedMap<ResourceId, Change> changes, Dependencies dependencies) {
    if (everything) {
      return;
    }
    changes
        .keySet()
        .retainAll(
            alone
                ? names.stream().map(ResourceId::app).collect(Collectors.toSet())
                : dependencies.closure(names));
    changes
        .values()
        .removeIf(change ->
            change instanceof Change.Forget
                || (change instanceof Remove(_, _, _, Asked asked) && asked == Asked.BY_ABSENCE));
  }
}
