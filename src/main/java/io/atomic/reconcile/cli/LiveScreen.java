package io.atomic.reconcile.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A text that changes in place, on the second screen of the terminal: the first one comes back as
 * it was when this is closed, by a signal as well.
 */
final class LiveScreen implements AutoCloseable {
  private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J";
  private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_REST = "\u001b[J";
  private static final String NEXT_LINE = "\r\n";

  private final PrintStream out;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private List<String> shown = List.of();

  /** Takes the terminal, which cuts lines that are too long for it. */
  LiveScreen(PrintStream out) {
    this.out = out;
    out.print(ENTER);
    out.flush();
  }

  /** Repaints the lines that are others than before, so that nothing flickers. */
  void show(String text) {
    var lines = text.lines().toList();
    if (lines.equals(shown) || !open.get()) {
      return;
    }
    var frame = new StringBuilder(HOME);
    for (var i = 0; i < lines.size(); i++) {
      if (i >= shown.size() || !lines.get(i).equals(shown.get(i))) {
        frame.append(lines.get(i)).append(CLEAR_LINE);
      }
      frame.append(i == lines.size() - 1 ? "" : NEXT_LINE);
    }
    out.print(frame.append(NEXT_LINE).append(CLEAR_REST));
    out.flush();
    shown = lines;
  }

  @Override
  public void close() {
    if (open.getAndSet(false)) {
      out.print(LEAVE);
      out.flush();
    }
  }
}
