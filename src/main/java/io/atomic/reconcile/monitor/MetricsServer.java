package io.atomic.reconcile.monitor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.Exposition.Listen;
import io.atomic.reconcile.monitor.HttpMessage.Request;
import io.atomic.reconcile.monitor.HttpMessage.Response;
import io.atomic.reconcile.monitor.HttpMessage.Status;
import io.atomic.reconcile.socket.Acceptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /metrics}, {@code /healthz} and {@code /readyz} to this host, over a port of the
 * loopback interface or a Unix socket, which the JDK's own server does not know.
 *
 * <p>One request for each connection, a few connections at a time, each with a deadline: whoever is
 * slow, or says too much, holds up nobody for long and costs no memory.
 */
public final class MetricsServer implements AutoCloseable {
  /** For one exchange, from its first byte to its last. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int MOST_CONNECTIONS = 8;
  private static final int MOST_BYTES = 8192;

  private final Listen listen;
  private final Pages pages;
  private final Duration patience;
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
  private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
  private final ScheduledThreadPoolExecutor deadlines;
  private @Nullable Listening listening;

  /**
   * What it serves; asked with every request, by several threads.
   *
   * @param health whether the daemon makes progress
   * @param readiness whether it has run, and can run
   */
  public record Pages(
      MetricsPage metrics, Supplier<SelfCheck> health, Supplier<SelfCheck> readiness) {}

  /** A socket, and what lets in who comes there. */
  private record Listening(ListeningSocket socket, Acceptor acceptor) {}

  private MetricsServer(Listen listen, Pages pages, Duration patience) {
    this.listen = listen;
    this.pages = pages;
    this.patience = patience;
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("metrics-deadlines").factory());
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /**
   * Begins to serve.
   *
   * @throws EffectException if nobody can listen there
   */
  public static MetricsServer start(Listen listen, Pages pages) throws EffectException {
    return start(listen, pages, PATIENCE);
  }

  static MetricsServer start(Listen listen, Pages pages, Duration patience) throws EffectException {
    var server = new MetricsServer(listen, pages, patience);
    try {
      server.listening = server.listening();
      return server;
    } catch (EffectException e) {
      server.close();
      throw e;
    }
  }

  private Listening listening() throws EffectException {
    var socket = ListeningSocket.open(listen);
    try {
      return new Listening(
          socket,
          Acceptor.start(
              "metrics",
              socket,
              socket.channel(),
              room,
              client -> Thread.ofVirtual().name("metrics-client").start(() -> serve(client))));
    } catch (IOException e) {
      throw ListeningSocket.failure(listen, e);
    }
  }

  /**
   * Looks whether others still find its socket, and makes it again if somebody has taken it away.
   *
   * @return whether it was made again
   * @throws EffectException if nobody can listen there any more
   */
  public synchronized boolean look() throws EffectException {
    var before = listening;
    if (before == null || before.socket().isThere()) {
      return false;
    }
    listening = listening();
    before.acceptor().close();
    return true;
  }

  /** Where it listens. */
  synchronized SocketAddress address() throws IOException {
    return Objects.requireNonNull(listening).socket().channel().getLocalAddress();
  }

  private void serve(SocketChannel client) {
    clients.add(client);
    try (client) {
      var deadline =
          deadlines.schedule(() -> close(client), patience.toMillis(), TimeUnit.MILLISECONDS);
      try {
        exchange(client);
      } finally {
        deadline.cancel(false);
      }
    } catch (IOException | RejectedExecutionException _) {
      // It has left, or its time was up, or ours.
    } finally {
      clients.remove(client);
      room.release();
    }
  }

  private void exchange(SocketChannel client) throws IOException {
    var bytes = ByteBuffer.allocate(MOST_BYTES);
    var head = "";
    while (!isWhole(head) && bytes.hasRemaining() && client.read(bytes) >= 0) {
      head = new String(bytes.array(), 0, bytes.position(), ISO_8859_1);
    }
    if (head.isEmpty()) {
      return;
    }
    var request = isWhole(head) ? Request.parse(head) : null;
    var response =
        request != null
            ? answer(request)
            : bytes.hasRemaining()
                ? Response.text(Status.BAD_REQUEST, "this is no HTTP/1.1")
                : Response.text(
                    Status.TOO_LARGE, "a request has at most %d bytes".formatted(MOST_BYTES));
    var out = response.encoded(request != null && request.isHead());
    while (out.hasRemaining()) {
      client.write(out);
    }
    client.shutdownOutput();
    if (!bytes.hasRemaining()) {
      // Closed with bytes unread, the answer would be lost together with them.
      while (client.read(bytes.clear()) >= 0) {
        // They are of no interest.
      }
    }
  }

  private static boolean isWhole(String head) {
    return head.contains("\r\n\r\n") || head.contains("\n\n");
  }

  private Response answer(Request request) {
    if (!request.method().equals("GET") && !request.isHead()) {
      return Response.text(Status.METHOD_NOT_ALLOWED, "only GET and HEAD are served");
    }
    try {
      return switch (request.path()) {
        case "/metrics" -> {
          var page = pages.metrics().inFormat(request.header("accept"));
          yield new Response(Status.OK, page.contentType(), page.text());
        }
        case "/healthz" -> answer(pages.health().get());
        case "/readyz" -> answer(pages.readiness().get());
        default -> Response.text(Status.NOT_FOUND, "there are /metrics, /healthz and /readyz");
      };
    } catch (RuntimeException e) {
      return Response.text(Status.INTERNAL_ERROR, "tried to answer, but " + e);
    }
  }

  private static Response answer(SelfCheck check) {
    return switch (check) {
      case SelfCheck.Passed _ -> Response.text(Status.OK, "ok");
      case SelfCheck.Failed(var reason) -> Response.text(Status.UNAVAILABLE, reason);
    };
  }

  private static void close(SocketChannel client) {
    try {
      client.close();
    } catch (IOException _) {
      // There is nothing else to be done with it.
    }
  }

  /** Stops serving; the connections that there are end with it. */
  @Override
  public synchronized void close() {
    if (listening != null) {
      listening.acceptor().close();
      listening = null;
    }
    deadlines.shutdownNow();
    clients.forEach(MetricsServer::close);
  }
}
