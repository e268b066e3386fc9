package io.atomic.reconcile.label;

import io.atomic.reconcile.model.Printable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Writes an argument list so that it can be pasted into a shell. */
public final class ShellWords {
  /** What no shell gives a meaning to, wherever in a word it stands. */
  private static final String PLAIN = "%+,-./:=@_";

  private ShellWords() {}

  /**
   * The words on one line for people, each quoted where it must be, and no character in it that
   * nobody would see.
   */
  public static String join(List<String> words) {
    return joined(words, ShellWords::quote);
  }

  /**
   * The words in quotes that the plainest shell knows, every character as it is. What is recorded
   * stands so, and so may never be written otherwise.
   */
  public static String joinExactly(List<String> words) {
    return joined(words, ShellWords::inSingleQuotes);
  }

  private static String joined(List<String> words, UnaryOperator<String> quotes) {
    var line = words.stream().map(quotes).collect(Collectors.joining(" "));
    // A shell takes 'A=B' for an assignment where a program's name is expected.
    return !words.isEmpty() && line.startsWith(words.getFirst()) && words.getFirst().contains("=")
        ? "'" + words.getFirst() + "'" + line.substring(words.getFirst().length())
        : line;
  }

  /**
   * The word as it is, or in quotes: {@code 'a b'}, {@code 'it'\''s'}, and <code>$'a\nb'</code> for
   * what has characters that nobody would see.
   */
  public static String quote(String word) {
    return Printable.isPlain(word) ? inSingleQuotes(word) : escaped(word);
  }

  private static String inSingleQuotes(String word) {
    return !word.isEmpty() && word.chars().allMatch(ShellWords::isPlain)
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String escaped(String word) {
    var quoted = new StringBuilder("$'");
    word.codePoints()
        .forEach(c -> {
          switch (c) {
            case '\'' -> quoted.append("\\'");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            default -> {
              if (Printable.isHidden(c)) {
                quoted.append(octal(c));
              } else {
                quoted.appendCodePoint(c);
              }
            }
          }
        });
    return quoted.append('\'').toString();
  }

  /** Its bytes, each in three digits: of all escapes the only one that shells read alike. */
  private static String octal(int c) {
    var bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
    var octal = new StringBuilder();
    for (var b : bytes) {
      octal.append("\\%03o".formatted(b & 0xff));
    }
    return octal.toString();
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }
}
