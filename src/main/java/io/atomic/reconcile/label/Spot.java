package io.atomic.reconcile.label;

import io.atomic.reconcile.model.Printable;

/**
 * A place in a label's text.
 *
 * @param text the text as a whole
 * @param offset from 0
 */
public record Spot(String text, int offset) {
  private static final int BEFORE = 40;
  private static final int AFTER = 30;

  /** From 1, as people count. */
  public int column() {
    return offset + 1;
  }

  /** Two lines: what stands around the place, and a caret below it. */
  public String excerpt() {
    var from = Math.max(0, offset - BEFORE);
    var to = Math.min(text.length(), offset + AFTER);
    var lead = from > 0 ? "…" : "";
    var line = new StringBuilder(lead);
    for (var i = from; i < to; i++) {
      var c = text.charAt(i);
      // Anything that would break the line, or the terminal, would misplace the caret.
      line.append(Printable.isHidden(c) ? ' ' : c);
    }
    if (to < text.length()) {
      line.append('…');
    }
    return line + "\n" + " ".repeat(lead.length() + offset - from) + "^";
  }
}
