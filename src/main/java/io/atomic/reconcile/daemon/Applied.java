package io.atomic.reconcile.daemon;

import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Resource;
import io.atomic.reconcile.plan.Selection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the manifests said of each resource when a run was last about it. Manifests may change at
 * any moment of a run, also between its reading and the look that follows it.
 */
final class Applied {
  private final Map<String, Wish> wishes = new TreeMap<>();
  private List<Problem> problems = List.of();

  /** What they said. */
  private sealed interface Wish {
    record Of(Resource resource) implements Wish {}

    record Invalid() implements Wish {}
  }

  /** A run was about these, as the manifests had them by then. */
  void ran(Desired desired, Selection selection) {
    problems = desired.problems();
    var now = wishes(desired);
    var all = new HashSet<>(wishes.keySet());
    all.addAll(now.keySet());
    for (var name : all) {
      if (selection.everything() || selection.names().contains(name)) {
        var wish = now.get(name);
        if (wish == null) {
          wishes.remove(name);
        } else {
          wishes.put(name, wish);
        }
      }
    }
  }

  /** Whom they say something else of by now, as selections name them. */
  SortedSet<String> differencesTo(Desired desired) {
    var now = wishes(desired);
    var different = new TreeSet<>(now.keySet());
    different.addAll(wishes.keySet());
    different.removeIf(name -> Objects.equals(wishes.get(name), now.get(name)));
    return different;
  }

  /** Whether nothing else is wrong with them than by the last run. */
  boolean hasToldOf(Desired desired) {
    return desired.problems().equals(problems);
  }

  private static Map<String, Wish> wishes(Desired desired) {
    var wishes = new TreeMap<String, Wish>();
    desired.apps().values().forEach(declared -> put(wishes, declared));
    var host = desired.host();
    if (host != null) {
      put(wishes, host);
    }
    desired.invalid().forEach(id -> wishes.put(Selection.name(id), new Wish.Invalid()));
    return wishes;
  }

  private static void put(Map<String, Wish> wishes, Declared<? extends Resource> declared) {
    var resource = declared.resource();
    wishes.put(Selection.name(resource.id()), new Wish.Of(resource));
  }
}
