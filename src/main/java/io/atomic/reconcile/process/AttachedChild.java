package io.atomic.reconcile.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/**
 * A child in the place of this program: its terminal, input and output are ours, and it may last as
 * long as whoever sits there wants.
 */
public final class AttachedChild {
  private static final Path HERE = Path.of("").toAbsolutePath();

  private AttachedChild() {}

  /** How it ended. */
  public sealed interface Ending {
    /**
     * By itself or by a signal.
     *
     * @param code as a shell has it: 128 and the number of the signal
     */
    record Exited(int code) implements Ending {}

    /**
     * It never ran.
     *
     * @param reason the second half of a "tried to x, but y"
     */
    record NotStarted(String reason) implements Ending {}
  }

  /**
   * Runs it to its end.
   *
   * @param environment all of it
   * @param grace between TERM and KILL where this thread is interrupted
   */
  public static Ending run(List<String> argv, SortedMap<String, String> environment, Duration grace)
      throws InterruptedException {
    return switch (ProgramSearch.find(argv.getFirst(), environment, HERE)) {
      case ProgramSearch.Found.Nothing(var reason) -> new Ending.NotStarted(reason);
      case ProgramSearch.Found.Program _ -> {
        var builder = new ProcessBuilder(argv).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
          yield new Ending.Exited(await(builder.start(), grace));
        } catch (IOException _) {
          // The JVM's message holds the words.
          yield new Ending.NotStarted("the system refused");
        }
      }
    };
  }

  private static int await(Process process, Duration grace) throws InterruptedException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      throw e;
    }
  }
}
