package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.process.ChildCommand;
import io.atomic.reconcile.process.ChildCommand.Streams;
import io.atomic.reconcile.process.ChildListener;
import io.atomic.reconcile.process.ChildProcesses;
import io.atomic.reconcile.process.ChildResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The host's own small programs, which answer at once or not at all. */
final class HostTools {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** What a host with a thousand sessions answers is longer than what commands may print. */
  private static final int OUTPUT_LIMIT = 1 << 20;

  private static final Path ROOT = Path.of("/");

  /** Where sd_booted(3) looks. */
  private static final String BOOTED_BY_SYSTEMD = "/run/systemd/system";

  private final ChildProcesses processes = new ChildProcesses();
  private final SortedMap<String, String> environment;

  /**
   * Asks nothing yet.
   *
   * @param environment of children, with the PATH in which they are found
   */
  HostTools(SortedMap<String, String> environment) {
    var plain = new TreeMap<>(environment);
    // What they say is read here, or shown beside what we say.
    plain.put("LC_ALL", "C.UTF-8");
    this.environment = Collections.unmodifiableSortedMap(plain);
  }

  /** Whether systemd is what runs the host below a root, so that it can be asked. */
  static boolean isBootedBySystemd(Path root) {
    return Files.isDirectory(HostPath.below(root, BOOTED_BY_SYSTEMD));
  }

  ChildResult run(List<String> words) throws InterruptedException {
    return run(words, "");
  }

  /**
   * Runs a program.
   *
   * @param input what it reads
   */
  ChildResult run(List<String> words, String input) throws InterruptedException {
    var command =
        ChildCommand.of(words, environment, ROOT, LIMIT)
            .withStreams(Streams.SEPARATE)
            .withOutputLimit(OUTPUT_LIMIT)
            .withInput(input);
    return processes.run(command, ChildListener.NONE);
  }

  /**
   * What a program prints that ends well.
   *
   * @param aim completes "tried to …"
   * @param remedy what to do where it does not end well
   */
  String answer(String aim, String remedy, List<String> words)
      throws EffectException, InterruptedException {
    var result = run(words);
    if (!result.isSuccess() || !result.output().isWhole()) {
      throw refusal(aim, remedy, result);
    }
    return result.output().text();
  }

  /** Why a program did not do what it was for. */
  static EffectException refusal(String aim, String remedy, ChildResult result) {
    var message =
        result instanceof ChildResult.NotStarted(var reason)
            ? "%s, so nobody could %s".formatted(reason, aim)
            : "tried to %s, but %s".formatted(aim, why(result));
    return new EffectException(message, remedy, null);
  }

  /** The second half of a "tried to x, but y". */
  static String why(ChildResult result) {
    return switch (result) {
      case ChildResult.NotStarted(var reason) -> reason;
      case ChildResult.TimedOut _ -> "it took too long";
      case ChildResult.Exited(_, var output) when !output.isWhole() -> "the answer is too long";
      case ChildResult.Exited(var code, var output) -> {
        var said = output.lastLines(1);
        yield said.isEmpty() ? "it ended with " + code : "it said: " + said.getFirst();
      }
      case ChildResult.Signalled(var signal, _) -> "signal %d ended it".formatted(signal);
    };
  }
}
