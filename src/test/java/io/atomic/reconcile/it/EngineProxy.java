package io.atomic.reconcile.it;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A Unix socket in front of an engine's that notes each request on its way. Once it is closed, the
 * engine seems to be gone.
 */
final class EngineProxy implements AutoCloseable {
  private static final Pattern REQUEST =
      Pattern.compile("(GET|HEAD|POST|PUT|DELETE) /\\S+ HTTP/1\\.[01]");

  private final Path socket;
  private final Path engine;
  private final ServerSocketChannel server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private volatile Consumer<String> listener = _ -> {};

  private EngineProxy(Path socket, Path engine, ServerSocketChannel server) {
    this.socket = socket;
    this.engine = engine;
    this.server = server;
  }

  static EngineProxy before(TestHost host) throws IOException {
    var socket = host.directory().resolve("proxy.sock");
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    var engine = Path.of(host.engine().socketUrl().replaceFirst("^unix://", ""));
    var proxy = new EngineProxy(socket, engine, server);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  String path() {
    return socket.toString();
  }

  /** Lines such as {@code GET /v1.44/images/json HTTP/1.1}. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Told of each request before the engine is. */
  void tells(Consumer<String> other) {
    listener = other;
  }

  void forgetRequests() {
    requests.clear();
  }

  private void accept() {
    try {
      while (true) {
        var client = server.accept();
        var behind = SocketChannel.open(UnixDomainSocketAddress.of(engine));
        connections.add(client);
        Thread.ofVirtual().start(() -> pump(client, behind, true));
        Thread.ofVirtual().start(() -> pump(behind, client, false));
      }
    } catch (IOException _) {
      // It is closed.
    }
  }

  private void pump(SocketChannel from, SocketChannel to, boolean noting) {
    var buffer = ByteBuffer.allocate(64 * 1024);
    var line = new StringBuilder();
    try (from;
        to) {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        if (noting) {
          note(buffer.duplicate(), line);
        }
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException _) {
      // One of them has closed, so the other one is closed as well.
    }
  }

  private void note(ByteBuffer bytes, StringBuilder line) {
    while (bytes.hasRemaining()) {
      var character = (char) bytes.get();
      if (character != '\n') {
        line.append(character);
        continue;
      }
      var text = line.toString().strip();
      line.setLength(0);
      if (REQUEST.matcher(text).matches()) {
        requests.add(text);
        listener.accept(text);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var connection : connections) {
      connection.close();
    }
  }
}
