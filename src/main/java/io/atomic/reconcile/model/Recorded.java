package io.atomic.reconcile.model;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the state directory says we made.
 *
 * @param apps by name
 * @param kept directories that we made for apps which are gone, and that stayed because they hold
 *     data: should the app come back, they are its own
 * @param host what we did to its deployments; null = nothing
 */
public record Recorded(
    SortedMap<String, AppRecord> apps, SortedSet<String> kept, @Nullable HostRecord host) {
  public static final Recorded NOTHING =
      new Recorded(Collections.emptySortedMap(), Collections.emptySortedSet(), null);

  public Recorded {
    apps = Collections.unmodifiableSortedMap(new TreeMap<>(apps));
    kept = Collections.unmodifiableSortedSet(new TreeSet<>(kept));
  }

  public Recorded with(AppRecord record) {
    var changed = new TreeMap<>(apps);
    changed.put(record.name(), record);
    return new Recorded(changed, kept, host);
  }

  public Recorded without(String name) {
    var changed = new TreeMap<>(apps);
    changed.remove(name);
    return new Recorded(changed, kept, host);
  }

  /** With another record of the host; null = none. */
  public Recorded withHost(@Nullable HostRecord other) {
    return new Recorded(apps, kept, other);
  }

  /** With these directories kept, of those that were recorded for an app or kept before. */
  public Recorded keeping(Collection<String> directories, Collection<String> before) {
    var changed = new TreeSet<>(kept);
    changed.removeAll(before);
    changed.addAll(directories);
    return new Recorded(apps, changed, host);
  }

  /** Every directory that we made. */
  public SortedSet<String> directories() {
    var all = new TreeSet<>(kept);
    apps.values().forEach(record -> all.addAll(record.directories()));
    return all;
  }
}
