package io.atomic.reconcile.label;

import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The known name that a misspelt one was probably meant to be. */
final class Nearest {

  private Nearest() {}

  /** The name with the fewest differences, if those are few for its length; null = none is near. */
  static @Nullable String to(String name, Collection<String> known) {
    String best = null;
    var fewest = 1 + Math.min(2, name.length() / 3);
    for (var candidate : new TreeSet<>(known)) {
      if (Math.abs(candidate.length() - name.length()) >= fewest) {
        continue;
      }
      var differences = differences(name, candidate);
      if (differences < fewest) {
        fewest = differences;
        best = candidate;
      }
    }
    return best;
  }

  /** Levenshtein's distance, row by row. */
  private static int differences(String a, String b) {
    var row = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var above = row[j];
        var replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
