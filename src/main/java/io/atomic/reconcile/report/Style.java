package io.atomic.reconcile.report;

/** Colours, or none: everything that they say is said in characters as well. */
public enum Style {
  PLAIN,
  COLOURED;

  private static final String ESCAPE = "\u001b[";

  String added(String text) {
    return in(text, "32");
  }

  String changed(String text) {
    return in(text, "33");
  }

  String removed(String text) {
    return in(text, "31");
  }

  String bad(String text) {
    return in(text, "1;31");
  }

  String faint(String text) {
    return in(text, "2");
  }

  String strong(String text) {
    return in(text, "1");
  }

  private String in(String text, String code) {
    return this == PLAIN || text.isEmpty() ? text : ESCAPE + code + "m" + text + ESCAPE + "0m";
  }
}
