package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Shows something again and again: in place on a terminal, and elsewhere whenever it changes. */
final class StatusWatch {
  private final Duration interval;

  StatusWatch(Duration interval) {
    this.interval = interval;
  }

  /** Looks, and says what is to be seen. */
  interface Look {
    String now() throws EffectException, InterruptedException;
  }

  /** Until it is interrupted: that is how people leave. */
  void show(Look look, PrintStream out) throws EffectException {
    try (var screen = Terminal.isLive() ? new LiveScreen(out) : null) {
      String before = null;
      while (true) {
        var text = look.now();
        show(text, before, screen, out);
        before = text;
        Thread.sleep(interval);
      }
    } catch (InterruptedException _) {
      // Everything was shown.
    }
  }

  private static void show(
      String text, @Nullable String before, @Nullable LiveScreen screen, PrintStream out) {
    if (screen != null) {
      screen.show(text);
    } else if (!text.equals(before)) {
      out.print(before == null ? text : "\n" + text);
      out.flush();
    }
  }
}
