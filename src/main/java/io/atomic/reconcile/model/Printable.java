package io.atomic.reconcile.model;

/**
 * Text that came from elsewhere, made fit for people's eyes: labels, names, paths and messages can
 * hold characters that move the cursor, hide or turn round what stands beside them. Such characters
 * are shown as what they are.
 */
public final class Printable {
  /** What those characters are, for within the brackets of a pattern; the JSON Schemas have it. */
  static final String HIDDEN = "\\p{Cc}\\p{Cf}\\u2028\\u2029";

  private Printable() {}

  /** Whether a character is not seen itself: controls, marks of direction, breaks of lines. */
  public static boolean isHidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** Whether a text has no such character. */
  public static boolean isPlain(String text) {
    return text.codePoints().noneMatch(Printable::isHidden);
  }

  /** On as many lines as it has; its blanks and tabs stay. */
  public static String lines(String text) {
    return shown(text, "\n\t");
  }

  /** On one line, whatever it holds. */
  public static String line(String text) {
    return shown(text, "");
  }

  private static String shown(String text, String kept) {
    if (isPlain(text)) {
      return text;
    }
    var shown = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (isHidden(c) && kept.indexOf(c) < 0) {
            shown.append(escape(c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      case '\r' -> "\\r";
      default ->
          (c <= 0xff ? "\\x%02x" : Character.isBmpCodePoint(c) ? "\\u%04x" : "\\U%08x")
              .formatted(c);
    };
  }
}
