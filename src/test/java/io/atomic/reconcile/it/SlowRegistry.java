package io.atomic.reconcile.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The private registry at the end of a line that does well with manifests, and stands still again
 * and again in the middle of a layer.
 */
final class SlowRegistry implements AutoCloseable {
  /** Passes at once: more than the manifests and the configuration of an image. */
  private static final int FREE = 16 * 1024;

  /** Passes between two standstills. */
  private static final int CHUNK = 128 * 1024;

  private final ServerSocket server;
  private final Duration standstill;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private SlowRegistry(ServerSocket server, Duration standstill) {
    this.server = server;
    this.standstill = standstill;
  }

  static SlowRegistry start(Duration standstill) {
    try {
      var server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
      var registry = new SlowRegistry(server, standstill);
      Thread.ofVirtual().start(registry::accept);
      return registry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Host and port. */
  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** The lines of a Dockerfile for a layer that takes two standstills at least. */
  static String layer() {
    return "RUN head -c %d /dev/urandom >/ballast\n".formatted(2 * CHUNK);
  }

  private void accept() {
    var behind = TestServers.registry().split(":", 2);
    try {
      while (true) {
        var client = opened(server.accept());
        var registry = opened(new Socket(behind[0], Integer.parseInt(behind[1])));
        Thread.ofVirtual().start(() -> pump(client, registry, Long.MAX_VALUE));
        Thread.ofVirtual().start(() -> pump(registry, client, FREE));
      }
    } catch (IOException _) {
      // It is closed.
    }
  }

  private Socket opened(Socket socket) {
    sockets.add(socket);
    return socket;
  }

  /**
   * Passes on what one side says.
   *
   * @param free bytes before the first standstill
   */
  private void pump(Socket from, Socket to, long free) {
    var buffer = new byte[FREE];
    try (from;
        to) {
      var left = free;
      for (var read = 0; read >= 0; read = from.getInputStream().read(buffer)) {
        if (read > left) {
          Thread.sleep(standstill);
          left = CHUNK;
        }
        to.getOutputStream().write(buffer, 0, read);
        left -= read;
      }
    } catch (IOException _) {
      // One of them has closed, so the other one is closed as well.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
