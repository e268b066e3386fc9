package io.atomic.reconcile.registry;

import static org.awaitility.Awaitility.await;

import io.atomic.reconcile.model.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A container registry of a test's own, as distributions ship it, on a loopback port. */
final class RealRegistry implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:[0-9]+)");
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Process process;
  private final String address;

  private RealRegistry(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** One that anybody may read and write. */
  static RealRegistry start(Path storage) throws IOException {
    return start(storage, "", "");
  }

  /**
   * Starts one.
   *
   * @param storage may be that of another one, which then has the same content
   * @param http further lines of its configuration below {@code http}
   * @param top further lines of its configuration
   */
  static RealRegistry start(Path storage, String http, String top) throws IOException {
    Files.createDirectories(storage);
    var name = "registry-" + STARTED.incrementAndGet();
    var config = storage.resolveSibling(name + ".yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: info, accesslog: {disabled: true}}
        storage:
          filesystem: {rootdirectory: %s}
        http:
          addr: 127.0.0.1:0
          secret: none
        %s%s\
        """
            .formatted(storage, http.indent(2), top));
    var log = storage.resolveSibling(name + ".log");
    var process =
        new ProcessBuilder(program(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var registry = new RealRegistry(process, "");
    try {
      var address = await().until(() -> address(process, log), Objects::nonNull);
      return new RealRegistry(process, Objects.requireNonNull(address));
    } catch (RuntimeException | Error e) {
      registry.close();
      throw new AssertionError(Files.readString(log), e);
    }
  }

  private static @Nullable String address(Process process, Path log) throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("the registry has ended");
    }
    var matcher = LISTENING.matcher(Files.readString(log));
    return matcher.find() ? matcher.group(1) : null;
  }

  private static String program() {
    var path = Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin");
    return Stream.of(path.split(":", -1))
        .flatMap(directory ->
            Stream.of("docker-registry", "registry").map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no docker-registry; ./verify installs it"))
        .toString();
  }

  /** Host and port. */
  String address() {
    return address;
  }

  ImageReference reference(String repositoryAndTag) {
    return ImageReference.parse(address + "/" + repositoryAndTag);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
