package io.atomic.reconcile.manifest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds names that wait for each other.
 *
 * @param edges to what each name points; no name points to itself
 */
record Cycles(SortedMap<String, SortedSet<String>> edges) {

  /**
   * Names each of which can be reached from each other.
   *
   * @param shown a shortest way from the first of them back to itself
   */
  record Cycle(SortedSet<String> members, List<String> shown) {}

  /** Every group of them once, in order of their first names. */
  List<Cycle> all() {
    var found = new ArrayList<Cycle>();
    var done = new HashSet<String>();
    for (var start : edges.keySet()) {
      var shown = done.contains(start) ? null : wayBack(start);
      if (shown != null) {
        var members = new TreeSet<>(reachable(start, edges));
        members.retainAll(reachable(start, reversed()));
        done.addAll(members);
        found.add(new Cycle(members, shown));
      }
    }
    return found;
  }

  private @Nullable List<String> wayBack(String start) {
    var cameFrom = new HashMap<String, String>();
    var queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      var name = queue.removeFirst();
      for (var next : edges.getOrDefault(name, Collections.emptySortedSet())) {
        if (next.equals(start)) {
          var way = new ArrayList<>(List.of(start));
          for (var at = name; at != null; at = at.equals(start) ? null : cameFrom.get(at)) {
            way.add(at);
          }
          return way.reversed();
        }
        if (cameFrom.putIfAbsent(next, name) == null) {
          queue.add(next);
        }
      }
    }
    return null;
  }

  private static Set<String> reachable(String start, SortedMap<String, SortedSet<String>> edges) {
    var seen = new HashSet<>(Set.of(start));
    var queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      for (var next : edges.getOrDefault(queue.removeFirst(), Collections.emptySortedSet())) {
        if (seen.add(next)) {
          queue.add(next);
        }
      }
    }
    return seen;
  }

  private SortedMap<String, SortedSet<String>> reversed() {
    var reversed = new TreeMap<String, SortedSet<String>>();
    edges.forEach((from, targets) ->
        targets.forEach(to -> reversed.computeIfAbsent(to, _ -> new TreeSet<>()).add(from)));
    return reversed;
  }
}
