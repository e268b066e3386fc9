package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Printable;
import java.util.UUID;

/**
 * Colours, or none: everything that they say is said in characters as well.
 *
 * <p>Texts for people hold labels, names and messages of others, in which there may be anything. So
 * a colour only becomes an escape sequence when {@link #printed} is told the whole text, after
 * everything else in it that would act on a terminal was made visible.
 */
public enum Style {
  PLAIN,
  COLOURED;

  /** A text as it reaches people: only its line ends, its tabs and our colours have an effect. */
  public String printed(String text) {
    var shown = Printable.lines(text);
    return this == PLAIN ? shown : shown.replace(Mark.TEXT, "\u001b[");
  }

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
    return this == PLAIN || text.isEmpty()
        ? text
        : Mark.TEXT + code + "m" + text + Mark.TEXT + "0m";
  }

  /**
   * Stands for the beginning of an escape sequence until the text is printed. Who writes a label
   * cannot know it, and so cannot colour anything.
   */
  private static final class Mark {
    static final String TEXT = "[" + UUID.randomUUID() + ":";
  }
}
