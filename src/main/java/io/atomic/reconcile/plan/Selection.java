package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change.Asked;
import io.atomic.reconcile.plan.Change.Remove;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which resources a plan is about.
 *
 * @param everything whether all are; {@code names} is empty then
 * @param names of apps; the host is {@code Host/NAME}, which no app can be called
 * @param alone whether what they depend on is left out
 * @param prunes whether what no manifest declares any more goes, of all that is selected
 */
public record Selection(
    boolean everything, SortedSet<String> names, boolean alone, boolean prunes) {
  public static final Selection ALL =
      new Selection(true, Collections.emptySortedSet(), false, true);

  public Selection {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  /** Some that somebody asked for. A partial look at the manifests is no reason to prune. */
  public static Selection of(Iterable<String> names) {
    return new Selection(false, set(names), false, false);
  }

  /** Some of those that a look at all manifests has found in need of something. */
  public static Selection among(Iterable<String> names) {
    return new Selection(false, set(names), false, true);
  }

  /** One app and nothing that it depends on. */
  public static Selection only(String name) {
    return new Selection(false, new TreeSet<>(Set.of(name)), true, false);
  }

  private static SortedSet<String> set(Iterable<String> names) {
    var set = new TreeSet<String>();
    names.forEach(set::add);
    return set;
  }

  /** How a resource is named among others. */
  public static String name(ResourceId id) {
    return switch (id.kind()) {
      case APP -> id.name();
      case HOST -> id.toString();
    };
  }

  /** Whether a resource was asked for, and not only what others depend on. */
  public boolean names(ResourceId id) {
    return everything || names.contains(name(id));
  }

  /** Leaves out what is not selected. */
  void limit(SortedMap<ResourceId, Change> changes, Dependencies dependencies) {
    if (everything) {
      return;
    }
    var apps = alone ? Set.<ResourceId>of() : dependencies.closure(names);
    changes.keySet().removeIf(id -> !names(id) && !apps.contains(id));
    if (!prunes) {
      changes
          .values()
          .removeIf(change ->
              change instanceof Change.Forget
                  || (change instanceof Remove(_, _, _, Asked asked) && asked == Asked.BY_ABSENCE));
    }
  }
}
