package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Printable;

/** How a value from a file is shown in a message: quoted, on one line, and never endless. */
final class Quote {
  private static final int LONGEST = 80;

  private Quote() {}

  static String of(String value) {
    var isLong = value.codePointCount(0, value.length()) > LONGEST;
    var shown = isLong ? value.substring(0, value.offsetByCodePoints(0, LONGEST)) + "…" : value;
    return "'" + Printable.line(shown) + "'";
  }
}
