package io.atomic.reconcile.daemon;

import io.atomic.reconcile.socket.Acceptor;
import io.atomic.reconcile.socket.UnixListener;
import java.io.IOException;
import java.net.BindException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

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
 * A request that cannot be granted is answered by {@code {"formatVersion":1,"error":"…"}}. Where
 * somebody takes the socket's file away it is made again; who is being answered notices nothing.
 */
final class ControlSocket implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 64;
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(1);

  private final Wishes wishes;
  private final Chronicle chronicle;
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
  private @Nullable Place place;
  private String trouble = "";

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

  /** Where it listens, and what lets in who comes there. */
  private record Place(UnixListener listener, Acceptor acceptor) {
    Path path() {
      return listener.path();
    }
  }

  private ControlSocket(Wishes wishes, Chronicle chronicle) {
    this.wishes = wishes;
    this.chronicle = chronicle;
  }

  /**
   * Listens.
   *
   * @throws AlreadyRunningException if another daemon does
   * @throws IOException in words, if that is not possible
   */
  static ControlSocket open(Path path, Wishes wishes, Chronicle chronicle) throws IOException {
    var socket = new ControlSocket(wishes, chronicle);
    socket.listenAt(path);
    return socket;
  }

  /** Looks whether others still find it, and makes it again if they do not. */
  synchronized void look() {
    var now = place;
    if (now == null || now.listener().isThere()) {
      return;
    }
    try {
      listenAt(now.path());
      chronicle.says(
          "the control socket was taken away; it is at '%s' again".formatted(now.path()));
      trouble = "";
    } catch (IOException e) {
      var message =
          "the control socket was taken away; tried to listen at '%s' again, but %s"
              .formatted(now.path(), e.getMessage());
      // It is looked for all day long.
      if (!message.equals(trouble)) {
        chronicle.warns(message, null);
      }
      trouble = message;
    }
  }

  /** Listens there instead, if that is possible. */
  synchronized void moveTo(Path path) {
    var now = place;
    if (now == null || now.path().equals(path)) {
      return;
    }
    try {
      listenAt(path);
      chronicle.says("the control socket is at '%s' now".formatted(path));
    } catch (IOException e) {
      chronicle.warns(
          "tried to listen at '%s' for whoever asks for a run, but %s; the control socket stays at '%s'"
              .formatted(path, e.getMessage(), now.path()),
          "correct control.socket, and reload");
    }
  }

  private synchronized void listenAt(Path path) throws IOException {
    UnixListener made;
    try {
      made = UnixListener.open(path, "rw-------");
    } catch (BindException _) {
      throw new AlreadyRunningException();
    }
    var acceptor = Acceptor.start("control socket", made, made.channel(), room, this::letIn);
    leave();
    place = new Place(made, acceptor);
  }

  private void letIn(SocketChannel connection) {
    connections.add(connection);
    Thread.ofVirtual().name("control connection").start(() -> serve(connection));
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      new ControlConnection(connection, wishes).serve();
    } catch (IOException _) {
      // Whoever asked has gone.
    } finally {
      connections.remove(connection);
      room.release();
    }
  }

  @Override
  public void close() {
    try {
      leave();
      awaitAnswers();
      for (var connection : connections) {
        connection.close();
      }
    } catch (IOException _) {
      // It goes with this process.
    }
  }

  private synchronized void leave() {
    var now = place;
    place = null;
    if (now != null) {
      now.acceptor().close();
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
