package io.atomic.reconcile.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The private engines and registry: those that the environment names, as {@code
 * src/test/sh/servers} writes them, or ones that are started here and end with this JVM.
 */
final class TestServers {
  private static final Path SCRIPT = Path.of("src/test/sh/servers").toAbsolutePath();

  /** Linux takes 107 characters for a socket's path, of which the engines need many. */
  private static final int LONGEST_PATH = 48;

  /** User and password at the {@link #loginRegistry}. */
  static final String LOGIN = "it:open sesame";

  private static final Map<String, String> ADDRESSES = addresses();

  private TestServers() {}

  /** URL of an engine's socket; skips the test where there is no such engine. */
  static String socketUrl(EngineKind kind) {
    return address(kind.variable());
  }

  /** Directory of all that the servers have. */
  static Path directory() {
    return Path.of(address("ATOMIC_IT_DIRECTORY"));
  }

  /** Directory of the configuration by which a podman of its own sees what the service has. */
  static Path podmanConfiguration() {
    return Path.of(address("ATOMIC_IT_PODMAN_CONFIGURATION"));
  }

  /** Host and port of the registry. */
  static String registry() {
    return address("ATOMIC_IT_REGISTRY");
  }

  /** Host and port of a registry with the same content that wants {@link #LOGIN}. */
  static String loginRegistry() {
    return address("ATOMIC_IT_LOGIN_REGISTRY");
  }

  /** Name of an image on each engine that holds a static busybox. */
  static String baseImage() {
    return address("ATOMIC_IT_BASE_IMAGE");
  }

  private static String address(String variable) {
    var address = ADDRESSES.get(variable);
    Assumptions.assumeTrue(address != null, () -> variable + " is not set: no such server here");
    return java.util.Objects.requireNonNull(address);
  }

  private static Map<String, String> addresses() {
    return System.getenv("ATOMIC_IT_BASE_IMAGE") == null ? started() : System.getenv();
  }

  private static Map<String, String> started() {
    try {
      var inTarget = Path.of("target/it").toAbsolutePath();
      var directory =
          inTarget.toString().length() <= LONGEST_PATH
              ? inTarget
              : Files.createTempDirectory("atomic-it-");
      var owner = String.valueOf(ProcessHandle.current().pid());
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(directory)));
      run(List.of(SCRIPT.toString(), "start", "--owner", owner, directory.toString()));
      var addresses = new HashMap<String, String>();
      for (var line : Files.readAllLines(directory.resolve("env"))) {
        var equals = line.indexOf('=');
        addresses.put(line.substring(0, equals), line.substring(equals + 1));
      }
      return addresses;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(Path directory) {
    try {
      run(List.of(SCRIPT.toString(), "stop", directory.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(List<String> command) throws IOException {
    var process = new ProcessBuilder(command).inheritIO().start();
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("this failed: " + String.join(" ", command));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
