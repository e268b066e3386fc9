package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.model.SocketPath;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.RunJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where others on this host ask the daemon for a run: a Unix socket, one request of one line of
 * JSON for each connection.
 *
 * <pre>
 * → {"formatVersion":1,"run":["web"],"wait":true}
 * ← {"formatVersion":1,"accepted":true}
 * ← {"formatVersion":1,"exitStatus":0,"report":{…}}
 * </pre>
 *
 * A request that cannot be granted is answered by {@code {"formatVersion":1,"error":"…"}}.
 */
final class ControlSocket implements AutoCloseable {
  private static final int LONGEST_REQUEST = 64 * 1024;
  private static final int MOST_CONNECTIONS = 64;
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(1);
  private static final String SUPERUSER = "root";

  private final Path path;
  private final ServerSocketChannel server;
  private final Wishes wishes;
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

  /** Grants what is asked for. */
  interface Wishes {
    /**
     * A run, as soon as possible.
     *
     * @param apps empty = everything
     * @param asker for the log
     * @return why not, which is a mistake of whoever asks; null = it will be
     */
    @Nullable String run(Collection<String> apps, String asker, Order.Waiting waiting);
  }

  private ControlSocket(Path path, ServerSocketChannel server, Wishes wishes) {
    this.path = path;
    this.server = server;
    this.wishes = wishes;
  }

  /**
   * Listens.
   *
   * @throws AlreadyRunningException if another daemon does
   * @throws IOException in words, if that is not possible
   */
  static ControlSocket open(Path path, Wishes wishes) throws IOException {
    if (SocketPath.isTooLong(path.toString())) {
      throw new IOException(
          "its path is longer than the %d bytes that a socket may have"
              .formatted(SocketPath.LONGEST));
    }
    if (isAnswered(path)) {
      throw new AlreadyRunningException();
    }
    var directory = path.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    // What a former daemon has left is in nobody's way. Who connects before the mode is right is
    // asked who he is all the same.
    Files.deleteIfExists(path);
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    var socket = new ControlSocket(path, server, wishes);
    Thread.ofVirtual().name("control socket").start(socket::accept);
    return socket;
  }

  private static boolean isAnswered(Path path) {
    try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        var connection = server.accept();
        if (connections.size() >= MOST_CONNECTIONS) {
          connection.close();
        } else {
          connections.add(connection);
          Thread.ofVirtual().name("control connection").start(() -> serve(connection));
        }
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException _) {
        // Out of descriptors, or a client that is gone already: the next one may be luckier.
        if (!isPatient()) {
          return;
        }
      }
    }
  }

  private static boolean isPatient() {
    try {
      Thread.sleep(100);
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      var user = connection.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
      // Read in any case: who is hung up upon while still writing does not read the answer.
      var line = line(connection);
      if (!user.equals(SUPERUSER) && !user.equals(System.getProperty("user.name"))) {
        answer(connection, error("'%s' may not ask this daemon for anything".formatted(user)));
      } else if (line != null) {
        grant(connection, line, user);
      }
    } catch (IOException _) {
      // Whoever asked has gone.
    } finally {
      connections.remove(connection);
    }
  }

  private static @Nullable String line(SocketChannel connection) throws IOException {
    var reader = new BufferedReader(Channels.newReader(connection, StandardCharsets.UTF_8), 1024);
    var line = new StringBuilder();
    for (var character = reader.read(); character != '\n'; character = reader.read()) {
      if (character < 0 || line.length() >= LONGEST_REQUEST) {
        return line.isEmpty() ? null : line.toString();
      }
      line.append((char) character);
    }
    return line.toString();
  }

  private void grant(SocketChannel connection, String line, String user) throws IOException {
    JsonNode request;
    try {
      request = new JsonMapper().readTree(line);
    } catch (JacksonException e) {
      answer(connection, error("that is not JSON: " + e.getOriginalMessage()));
      return;
    }
    if (!request.path("run").isArray()) {
      answer(connection, error("it asks for nothing that this daemon knows"));
      return;
    }
    var apps = new TreeSet<String>();
    request.path("run").forEach(app -> apps.add(app.asString("")));
    var ended = new CountDownLatch(1);
    var outcome = document();
    var refusal =
        wishes.run(
            apps,
            user,
            new Order.Waiting() {
              @Override
              public void ended(RunReport report) {
                var status = ExitStatus.of(report, false);
                outcome.put("exitStatus", status).set("report", RunJson.of(report, status));
                ended.countDown();
              }

              @Override
              public void abandoned(String why, int exitStatus) {
                outcome.put("error", why).put("exitStatus", exitStatus);
                ended.countDown();
              }
            });
    if (refusal != null) {
      answer(connection, error(refusal));
      return;
    }
    answer(connection, document().put("accepted", true));
    if (request.path("wait").asBoolean(false)) {
      try {
        ended.await();
        answer(connection, outcome);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ObjectNode document() {
    return new JsonMapper().createObjectNode().put("formatVersion", 1);
  }

  private static ObjectNode error(String message) {
    return document().put("error", message).put("exitStatus", ExitStatus.USAGE);
  }

  private static void answer(SocketChannel connection, JsonNode answer) throws IOException {
    var bytes = (answer + "\n").getBytes(StandardCharsets.UTF_8);
    Channels.newOutputStream(connection).write(bytes);
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(path);
      awaitAnswers();
      for (var connection : connections) {
        connection.close();
      }
    } catch (IOException _) {
      // It goes with this process.
    }
  }

  /** Who waits for a run is told what became of it, or that there is none. */
  private void awaitAnswers() {
    var end = System.nanoTime() + LONGEST_FAREWELL.toNanos();
    try {
      while (!connections.isEmpty() && System.nanoTime() - end < 0) {
        Thread.sleep(10);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
