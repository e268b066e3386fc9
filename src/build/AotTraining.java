import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Makes {@code lib/atomic-reconcile.aot} of the built program, its classes loaded and linked ahead
 * of time, by letting its launcher do the work of a run once.
 *
 * <p>That run applies the example manifests to an engine that is played here: it has the images and
 * no container, and its command line always fails. So the run reads, compares, plans, starts
 * commands, records and reports, all below a temporary directory. When there cannot be a cache the
 * build goes on without one, and the program starts more slowly.
 */
final class AotTraining {
  private static final String VERSION =
      """
      {"Version": "27.0", "ApiVersion": "1.47", "MinAPIVersion": "1.24", "Os": "linux",
       "Components": [{"Name": "Engine", "Version": "27.0"}]}
      """;
  private static final String IMAGE =
      """
      {"Id": "sha256:%064x", "RepoTags": ["localhost/atomic-example/%s:1"], "Created": 1, "Size": 1,
       "Labels": {"INSTALL": "docker run --rm -e NAME=NAME -v ${DATADIR}:/data IMAGE /install",
                  "RUN": "docker run -d --name NAME -v ${DATADIR}:/data IMAGE"}}
      """;
  private static final List<String> IMAGES =
      List.of("httpd", "ntpd", "hello", "watcher", "migrate");
  private static final int SECONDS = 180;

  private final Path launcher;
  private final Path cache;
  private final Path work;

  private AotTraining(Path dist, Path work) {
    this.launcher = dist.resolve("bin/atomic-reconcile");
    this.cache = dist.resolve("lib/atomic-reconcile.aot");
    this.work = work;
  }

  /** Arguments: the directory of the built program, and the one of the example manifests. */
  public static void main(String[] args) throws IOException, InterruptedException {
    // Not below target/, whose path may be too long for a socket.
    var work = Files.createTempDirectory("atomic-reconcile-aot");
    try {
      var training = new AotTraining(Path.of(args[0]).toAbsolutePath(), work);
      if (!training.isFresh()) {
        training.train(Path.of(args[1]));
      }
    } catch (IOException e) {
      System.out.printf(
          "[WARNING] no AOT cache, so the program will start slowly: %s%n", e.getMessage());
    } finally {
      delete(work);
    }
  }

  /** Whether this Java takes the cache that is there for the jars that are there. */
  private boolean isFresh() throws IOException, InterruptedException {
    return Files.exists(cache) && run("-XX:AOTMode=on", "--version") == 0;
  }

  private void train(Path examples) throws IOException, InterruptedException {
    var began = System.nanoTime();
    Files.deleteIfExists(cache);
    copy(examples, Files.createDirectory(work.resolve("atomic.d")));
    var docker = Files.createDirectory(work.resolve("bin")).resolve("docker");
    Files.writeString(docker, "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
    var socket = work.resolve("engine.sock");
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.startVirtualThread(() -> serve(server));
    var status =
        run(
            "-XX:AOTCacheOutput=" + cache,
            "apply",
            "--yes",
            "--manifest-dir=" + work.resolve("atomic.d"),
            "--state-dir=" + work.resolve("state"),
            "--root=" + Files.createDirectory(work.resolve("root")),
            "--engine=" + socket);
    // 1: resources have failed, which the engine's command line has seen to.
    if (status != 1 || !Files.exists(cache)) {
      Files.deleteIfExists(cache);
      throw new IOException(
          "the training run ended with %d and said:%n%s"
              .formatted(status, Files.readString(work.resolve("log")).strip()));
    }
    System.out.printf(
        "[INFO] AOT cache of %d MiB trained in %.1f s%n",
        Files.size(cache) >> 20, (System.nanoTime() - began) / 1e9);
  }

  /** Runs the program with the Java that runs this. */
  private int run(String javaOption, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.matches("ATOMIC_.*|JDK_.*OPTIONS|_?JAVA_.*OPTIONS"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("ATOMIC_JAVA_OPTIONS", javaOption);
    environment.merge("PATH", work.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    var process =
        builder
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("log").toFile())
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      throw new IOException("%s took longer than %d s".formatted(command, SECONDS));
    }
    return process.exitValue();
  }

  private static void serve(ServerSocketChannel server) {
    while (true) {
      try {
        var client = server.accept();
        Thread.startVirtualThread(() -> answer(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  /** Answers one request; the client is told to connect again for the next. */
  private static void answer(SocketChannel client) {
    try (client;
        var in = new Scanner(Channels.newInputStream(client), UTF_8).useDelimiter("\r\n\r\n")) {
      var body = in.hasNext() ? body(in.next().split(" ", 3)[1]) : null;
      var text = body == null ? "{\"message\": \"not here\"}" : body;
      var head =
          "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n"
              .concat("Content-Type: application/json\r\n\r\n")
              .formatted(body == null ? "404 Not Found" : "200 OK", text.getBytes(UTF_8).length);
      Channels.newOutputStream(client).write((head + text).getBytes(UTF_8));
    } catch (IOException e) {
      // The program has gone.
    }
  }

  private static String body(String target) {
    var path = target.replaceFirst("^/v[0-9.]+", "").replaceFirst("\\?.*", "");
    return switch (path) {
      case "/version" -> VERSION;
      case "/containers/json" -> "[]";
      case "/images/json" ->
          IMAGES.stream()
              .map(name -> IMAGE.formatted(IMAGES.indexOf(name) + 1, name))
              .collect(Collectors.joining(",", "[", "]"));
      default -> null;
    };
  }

  private static void copy(Path examples, Path to) throws IOException {
    try (var files = Files.newDirectoryStream(examples, "*.yaml")) {
      for (var file : files) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
