package io.atomic.reconcile.manifest;

/** How a value from a file is shown in a message: quoted, on one line, and never endless. */
final class Quote {
  private static final int LONGEST = 80;

  private Quote() {}

  static String of(String value) {
    var shown = new StringBuilder("'");
    value
        .codePoints()
        .limit(LONGEST)
        .forEach(c -> {
          switch (c) {
            case '\n' -> shown.append("\\n");
            case '\t' -> shown.append("\\t");
            default -> {
              if (Character.isISOControl(c)) {
                shown.append("\\x%02x".formatted(c));
              } else {
                shown.appendCodePoint(c);
              }
            }
          }
        });
    if (value.codePointCount(0, value.length()) > LONGEST) {
      shown.append("…");
    }
    return shown.append('\'').toString();
  }
}
