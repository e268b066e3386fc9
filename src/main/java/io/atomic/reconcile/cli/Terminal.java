package io.atomic.reconcile.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What we are connected to. */
@SuppressWarnings(
    "SystemConsoleNull") // Error Prone knows Java 22 to 24, where there always is one.
final class Terminal {
  private static final int DEFAULT_WIDTH = 80;

  private Terminal() {}

  /** Whether somebody sits there and can be asked: standard input and output are a terminal. */
  static boolean isInteractive() {
    // Since Java 25 there is no console at all where standard input or output is no terminal.
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /** Whether what is printed as progress is seen at once, by somebody. */
  static boolean isLive() {
    return isInteractive() && System.getenv("CI") == null && !"dumb".equals(System.getenv("TERM"));
  }

  static int width() {
    try {
      var columns = System.getenv("COLUMNS");
      return columns == null ? DEFAULT_WIDTH : Math.max(20, Integer.parseInt(columns));
    } catch (NumberFormatException _) {
      return DEFAULT_WIDTH;
    }
  }

  /** Asks; anything but a yes is a no. */
  static boolean confirms(PrintStream out, String question) throws InterruptedException {
    out.print(question + " [y/N] ");
    out.flush();
    var console = System.console();
    var answer = console == null ? null : readLine(console);
    return answer != null
        && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
  }

  /** Reading from a terminal cannot be interrupted; waiting for the one who reads can. */
  private static @Nullable String readLine(Console console) throws InterruptedException {
    var line = new CompletableFuture<@Nullable String>();
    Thread.ofPlatform().daemon().name("terminal").start(() -> line.complete(console.readLine()));
    try {
      return line.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the terminal's reader completes its future", e);
    }
  }
}
