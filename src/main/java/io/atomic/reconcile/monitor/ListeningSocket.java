package io.atomic.reconcile.monitor;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.Exposition.Listen;
import io.atomic.reconcile.socket.UnixListener;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A socket to which clients connect.
 *
 * @param unix null = it is a port
 */
record ListeningSocket(ServerSocketChannel channel, @Nullable UnixListener unix)
    implements Closeable {
  private static final int BACKLOG = 16;

  /** Its group may ask as well; who that is says the directory. */
  private static final String MODE = "rw-rw----";

  static ListeningSocket open(Listen listen) throws EffectException {
    try {
      return switch (listen) {
        case Listen.Loopback(var host, var port) -> port(host, port);
        case Listen.UnixSocket(var path) -> {
          var unix = UnixListener.open(Path.of(path), MODE);
          yield new ListeningSocket(unix.channel(), unix);
        }
      };
    } catch (IOException e) {
      throw failure(listen, e);
    }
  }

  private static ListeningSocket port(String host, int port) throws IOException {
    var channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(host, port), BACKLOG);
      return new ListeningSocket(channel, null);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether clients still find it; a port cannot be taken away. */
  boolean isThere() {
    return unix == null || unix.isThere();
  }

  static EffectException failure(Listen listen, IOException cause) {
    return new EffectException(
        "tried to listen on '%s' for who asks for metrics, but %s"
            .formatted(
                listen,
                cause instanceof AccessDeniedException
                    ? "permission was denied"
                    : String.valueOf(cause.getMessage())),
        "name another address as metrics.listen in the settings",
        cause);
  }

  /** Lets nobody in any more. */
  @Override
  public void close() throws IOException {
    if (unix == null) {
      channel.close();
    } else {
      unix.close();
    }
  }
}
