package io.atomic.reconcile.manifest;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what somebody who mistyped a name probably meant. */
final class Nearest {
  /** Longer than any name we know; it bounds the work on a hostile one. */
  private static final int LONGEST = 64;

  private Nearest() {}

  /** The name fewest edits away, or null if none is near enough to be meant. */
  static @Nullable String to(String written, Collection<String> names) {
    if (written.length() > LONGEST) {
      return null;
    }
    String nearest = null;
    var fewest = Integer.MAX_VALUE;
    for (var name : names) {
      if (name.length() > LONGEST) {
        continue;
      }
      var edits = edits(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (edits < fewest && edits <= Math.max(1, name.length() / 3)) {
        fewest = edits;
        nearest = name;
      }
    }
    return nearest;
  }

  /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
  private static int edits(String a, String b) {
    var before = new int[b.length() + 1];
    var last = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = row;
    }
    return last[b.length()];
  }
}
