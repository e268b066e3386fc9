package io.atomic.reconcile.label;

import org.jspecify.annotations.Nullable;

/** What a {@code $} and the characters behind it mean. */
sealed interface DollarForm {
  /** {@code $1 $$ $@ …}: in a shell they have values, here they have none. */
  String SPECIAL = "0123456789$@?*#!-";

  /**
   * A variable: <code>$X</code>, <code>${X}</code>, <code>${X-default}</code> or <code>
   * ${X:-default}</code>. A default is literal and ends at the first closing brace.
   *
   * @param end offset behind the form
   */
  record Variable(String name, @Nullable String fallback, boolean fallbackIfEmpty, int end)
      implements DollarForm {}

  /** Something that only a shell knows; {@code end} is the offset behind it. */
  record Unsupported(int end) implements DollarForm {}

  /** <code>${</code> without its end. */
  record Unclosed() implements DollarForm {}

  /** Just a dollar. */
  record Dollar() implements DollarForm {}

  /** Reads the form whose {@code $} is at that offset. */
  static DollarForm read(String text, int at) {
    if (at + 1 >= text.length()) {
      return new Dollar();
    }
    var next = text.charAt(at + 1);
    if (next == '{') {
      return braced(text, at + 2);
    }
    var end = nameEnd(text, at + 1);
    if (end > at + 1) {
      return new Variable(text.substring(at + 1, end), null, false, end);
    }
    return SPECIAL.indexOf(next) >= 0 ? new Unsupported(at + 2) : new Dollar();
  }

  private static DollarForm braced(String text, int from) {
    var close = text.indexOf('}', from);
    if (close < 0) {
      return new Unclosed();
    }
    var nameEnd = nameEnd(text, from);
    var name = text.substring(from, nameEnd);
    var rest = text.substring(nameEnd, close);
    // A variable inside a default would end at the wrong brace.
    if (name.isEmpty() || rest.contains("${")) {
      return new Unsupported(close + 1);
    } else if (rest.isEmpty()) {
      return new Variable(name, null, false, close + 1);
    } else if (rest.startsWith(":-")) {
      return new Variable(name, rest.substring(2), true, close + 1);
    } else if (rest.startsWith("-")) {
      return new Variable(name, rest.substring(1), false, close + 1);
    }
    return new Unsupported(close + 1);
  }

  /** Offset behind the identifier that begins there; the same offset if none does. */
  private static int nameEnd(String text, int from) {
    var end = from;
    while (end < text.length() && isName(text.charAt(end), end > from)) {
      end++;
    }
    return end;
  }

  private static boolean isName(char c, boolean digits) {
    return c == '_'
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (digits && c >= '0' && c <= '9');
  }
}
