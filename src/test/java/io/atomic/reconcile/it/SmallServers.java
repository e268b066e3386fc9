package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An engine and a registry on a file system of their own, which can be filled. */
final class SmallServers implements AutoCloseable {
  private static final Path SCRIPT = Path.of("src/test/sh/servers").toAbsolutePath();
  private static final String BALLAST = "ballast";

  private final Path directory;
  private final TestEngine engine;

  private SmallServers(Path directory, TestEngine engine) {
    this.directory = directory;
    this.engine = engine;
  }

  /** Starts them; they end with this JVM at the latest. */
  static SmallServers start(EngineKind kind, int mebibytes) {
    try {
      // The paths of sockets must be short.
      var directory = Files.createTempDirectory(Path.of("/tmp"), "atomic-");
      succeeds("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(mebibytes), "tmpfs", directory);
      return new SmallServers(directory, engine(kind, directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestEngine engine(EngineKind kind, Path directory) throws IOException {
    var owner = ProcessHandle.current().pid();
    succeeds(SCRIPT, "start", "--only", kind + ",registry", "--owner", owner, directory);
    var addresses = new HashMap<String, String>();
    for (var line : Files.readAllLines(directory.resolve("env"))) {
      var equals = line.indexOf('=');
      addresses.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return TestEngine.at(
        kind, address(addresses, kind.variable()), address(addresses, "ATOMIC_IT_REGISTRY"));
  }

  private static String address(Map<String, String> addresses, String variable) {
    return Objects.requireNonNull(addresses.get(variable), variable);
  }

  TestEngine engine() {
    return engine;
  }

  /**
   * Makes an image that is big.
   *
   * @param content file of bytes, such as {@code /dev/urandom}, which cannot be compressed
   */
  void builds(String name, String content, int mebibytes, String script) {
    var tar = directory.resolve("big.tar");
    var blob = directory.resolve("blob");
    var container = engine.does("create", "--network", "host", TestServers.baseImage());
    engine.does("export", "-o", tar.toString(), container);
    engine.does("rm", container);
    succeeds("dd", "if=" + content, "of=" + blob, "bs=1M", "count=" + mebibytes, "status=none");
    succeeds("tar", "-C", directory, "--numeric-owner", "-rf", tar, "blob");
    succeeds("rm", blob);
    engine.does(
        "import",
        "--change",
        "CMD [\"/bin/sh\", \"-c\", \"%s\"]".formatted(script),
        "--change",
        "ENV PATH=/bin",
        tar.toString(),
        name);
    succeeds("rm", tar);
  }

  /** Leaves no more than that free. */
  void leaves(int mebibytes) {
    makesRoom();
    try {
      var free = Files.getFileStore(directory).getUsableSpace() >> 20;
      assertThat(free).isGreaterThan(mebibytes);
      succeeds("fallocate", "-l", (free - mebibytes) + "M", directory.resolve(BALLAST));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void makesRoom() {
    succeeds("rm", "-f", directory.resolve(BALLAST));
  }

  private static void succeeds(Object... words) {
    var argv = new ArrayList<String>();
    for (var word : words) {
      argv.add(word.toString());
    }
    var result = Command.start(List.copyOf(argv), Map.of(), "").await();
    assertThat(result.exitCode()).as("%s: %s", argv, result).isZero();
  }

  @Override
  public void close() throws IOException {
    succeeds(SCRIPT, "stop", directory);
    // What an engine leaves behind may hold it for a moment longer.
    succeeds("umount", "-l", directory);
    Files.delete(directory);
  }
}
