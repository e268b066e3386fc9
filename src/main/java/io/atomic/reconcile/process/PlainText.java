package io.atomic.reconcile.process;

import io.atomic.reconcile.model.Printable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Foreign text made fit to be shown: it can neither move the cursor nor pass for something else.
 */
final class PlainText {
  private static final Pattern ESCAPES =
      Pattern.compile(
          // CSI (colours, cursor)
          "(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]"
              // OSC and its like; bounded, so that unended ones cost no time
              + "|(?:\\x1b[\\]PX^_]|[\\x9d\\x90\\x98\\x9e\\x9f])[^\\x07\\x1b\\x9c\\n]{0,2048}+"
              + "(?:\\x07|\\x1b\\\\|\\x9c)"
              + "|\\x1b[ -/]*[0-~]?");

  private static final Pattern LINE_END = Pattern.compile("[\\r\\n]+");

  private PlainText() {}

  /** The lines that are not blank; a carriage return ends one too, as progress bars use it. */
  static List<String> lines(String text) {
    return LINE_END
        .splitAsStream(isPlain(text) ? text : ESCAPES.matcher(text).replaceAll(""))
        .map(line -> isPlain(line) ? line : withoutHidden(line))
        .map(String::stripTrailing)
        .filter(line -> !line.isBlank())
        .toList();
  }

  private static String withoutHidden(String line) {
    var plain = new StringBuilder();
    line.codePoints()
        .filter(c -> c == '\t' || !Printable.isHidden(c))
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  /** Whether there is nothing to take out. */
  static boolean isPlain(String text) {
    return text.chars()
        .allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\n' || c == '\r' || c == '\t');
  }
}
