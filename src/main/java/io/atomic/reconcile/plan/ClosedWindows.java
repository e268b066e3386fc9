package io.atomic.reconcile.plan;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The windows that are closed when a run begins.
 *
 * @param updates those that manifests name as {@code update.window}, by name
 * @param downloads the site's; null = images may be fetched
 * @param disruptions the site's; null = what is up may be stopped
 * @param ignored names of those that are closed, and count as open because somebody said so
 */
public record ClosedWindows(
    SortedMap<String, ClosedWindow> updates,
    @Nullable ClosedWindow downloads,
    @Nullable ClosedWindow disruptions,
    SortedSet<String> ignored) {
  public static final ClosedWindows NONE =
      new ClosedWindows(new TreeMap<>(), null, null, new TreeSet<>());

  public ClosedWindows {
    updates = Collections.unmodifiableSortedMap(new TreeMap<>(updates));
    ignored = Collections.unmodifiableSortedSet(new TreeSet<>(ignored));
  }

  /** The one of an {@code update.window}; null = it is open, or none is named. */
  @Nullable ClosedWindow ofUpdate(@Nullable String name) {
    return name == null ? null : updates.get(name);
  }
}
