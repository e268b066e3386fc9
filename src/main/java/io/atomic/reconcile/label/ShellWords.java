package io.atomic.reconcile.label;

import java.util.List;
import java.util.stream.Collectors;

/** Writes an argument list so that it can be pasted into a shell. */
public final class ShellWords {
  /** What no shell gives a meaning to, wherever in a word it stands. */
  private static final String PLAIN = "%+,-./:=@_";

  private ShellWords() {}

  /** The words on one line, each quoted where it must be. */
  public static String join(List<String> words) {
    var line = words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
    // A shell takes 'A=B' for an assignment where a program's name is expected.
    return !words.isEmpty() && line.startsWith(words.getFirst()) && words.getFirst().contains("=")
        ? "'" + words.getFirst() + "'" + line.substring(words.getFirst().length())
        : line;
  }

  /** The word as it is, or in single quotes; {@code 'it'\''s'} is how those hold one. */
  public static String quote(String word) {
    return !word.isEmpty() && word.chars().allMatch(ShellWords::isPlain)
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }
}
