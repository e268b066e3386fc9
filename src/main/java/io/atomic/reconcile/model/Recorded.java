package io.atomic.reconcile.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the state directory says we made, by app name. */
public record Recorded(SortedMap<String, AppRecord> apps) {
  public static final Recorded NOTHING = new Recorded(Collections.emptySortedMap());

  public Recorded {
    apps = Collections.unmodifiableSortedMap(new TreeMap<>(apps));
  }

  public Recorded with(AppRecord record) {
    var changed = new TreeMap<>(apps);
    changed.put(record.name(), record);
    return new Recorded(changed);
  }

  public Recorded without(String name) {
    var changed = new TreeMap<>(apps);
    changed.remove(name);
    return new Recorded(changed);
  }
}
