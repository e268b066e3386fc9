package io.atomic.reconcile.plan;

import java.util.SortedMap;
import java.util.TreeMap;

/** Small sorted maps written out. */
final class SortedMaps {
  private SortedMaps() {}

  static SortedMap<String, String> of(String... keysAndValues) {
    var map = new TreeMap<String, String>();
    for (var i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
