package io.atomic.reconcile.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;

/** A command that a test runs to its end, or that it kills. */
final class Command {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final List<String> argv;
  private final Process process;
  private final long startedAt = System.nanoTime();
  private final CompletableFuture<String> out;
  private final CompletableFuture<String> err;

  /** What a command that has ended gave. */
  record Result(int exitCode, String out, String err, Duration took) {
    /** Both streams, for assertions that do not care on which one something is said. */
    String text() {
      return out + err;
    }

    @Override
    public String toString() {
      return "exit %d after %s%n%s%s".formatted(exitCode, took, out, err);
    }
  }

  private Command(List<String> argv, Process process) {
    this.argv = argv;
    this.process = process;
    this.out = reading(process.getInputStream());
    this.err = reading(process.getErrorStream());
  }

  /**
   * Starts a command.
   *
   * @param environment beside PATH and HOME, which are all it gets of ours
   * @param input what it reads
   */
  static Command start(List<String> argv, Map<String, String> environment, String input) {
    var builder = new ProcessBuilder(argv);
    var path = builder.environment().get("PATH");
    var home = builder.environment().get("HOME");
    builder.environment().clear();
    builder.environment().put("PATH", path == null ? "/usr/sbin:/usr/bin:/sbin:/bin" : path);
    builder.environment().put("HOME", home == null ? "/root" : home);
    // Without a language, Java would print ? for all that is not ASCII.
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    try {
      var process = builder.start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return new Command(argv, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Skips the test where one of these is not installed. */
  static void needs(String... commands) {
    for (var command : commands) {
      var found = start(List.of("sh", "-c", "command -v " + command), Map.of(), "").await();
      Assumptions.assumeTrue(found.exitCode() == 0, () -> command + " is not installed here");
    }
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    var text =
        CompletableFuture.supplyAsync(
            () -> {
              try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
              } catch (IOException e) {
                return "(cut off: %s)".formatted(e);
              }
            },
            executor);
    executor.shutdown();
    return text;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL, to it alone: what it has started lives on. */
  void kill() {
    process.destroyForcibly();
  }

  /** SIGTERM, as systemd sends it. */
  void terminate() {
    // Process.destroy would close the streams as well.
    process.toHandle().destroy();
  }

  Result await() {
    return await(LONGEST);
  }

  Result await(Duration longest) {
    try {
      if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("did not end within %s: %s".formatted(longest, argv));
      }
      var took = Duration.ofNanos(System.nanoTime() - startedAt);
      // Whoever inherited the streams may hold them open for longer than the command lives.
      return new Result(
          process.exitValue(),
          out.get(LONGEST.toSeconds(), TimeUnit.SECONDS),
          err.get(LONGEST.toSeconds(), TimeUnit.SECONDS),
          took);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the streams stay open: " + argv, e);
    }
  }
}
