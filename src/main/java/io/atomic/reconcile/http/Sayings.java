package io.atomic.reconcile.http;

import io.atomic.reconcile.model.Printable;

/** What servers and programs say to people, made fit to be shown. */
public final class Sayings {
  private static final int LONGEST = 200;

  private Sayings() {}

  /** On one line that moves no cursor, and not too long. */
  public static String plain(String text) {
    var line = Printable.line(text.strip());
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
