package io.atomic.reconcile.process;

import java.util.List;

/**
 * What a child printed.
 *
 * @param text standard output, with standard error in it unless that was captured by itself; its
 *     beginning and its end where it was too much
 * @param errors standard error, if it was captured by itself
 * @param dropped bytes of both that were left out
 */
public record Output(String text, String errors, long dropped) {
  public static final Output NONE = new Output("", "", 0);

  /** Whether nothing was left out, so that it can be parsed. */
  public boolean isWhole() {
    return dropped == 0;
  }

  /**
   * The last lines that are not blank, fit to be shown: without control characters and escape
   * sequences. Standard error is preferred where it was captured by itself.
   */
  public List<String> lastLines(int count) {
    var lines = PlainText.lines(errors.isBlank() ? text : errors);
    return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
  }
}
