package io.atomic.reconcile.policy;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an app is granted, and what its label commands need as far as their text tells.
 *
 * @param granted by its manifest, as written
 * @param needs by command, such as {@code label RUN}
 * @param missing of these needs, because the manifest does not grant them or the site forbids it
 * @param message a sentence about what is missing; null = nothing is
 */
public record AppGrants(
    List<String> granted,
    SortedMap<String, SortedSet<String>> needs,
    SortedSet<String> missing,
    @Nullable String message) {
  /** Of an app that nobody knows anything about. */
  public static final AppGrants NONE =
      new AppGrants(List.of(), Collections.emptySortedMap(), Collections.emptySortedSet(), null);

  public AppGrants {
    granted = List.copyOf(granted);
    needs = Collections.unmodifiableSortedMap(new TreeMap<>(needs));
    missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
  }
}
