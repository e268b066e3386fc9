package io.atomic.reconcile.monitor;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.Exposition.Listen;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A socket to which clients connect.
 *
 * @param file of a Unix socket; null = it is a port
 * @param inode of that file, by which it is known again
 */
record ListeningSocket(ServerSocketChannel channel, @Nullable Path file, @Nullable Object inode)
    implements AutoCloseable {
  private static final int BACKLOG = 16;

  /** Its group may ask as well; who that is says the directory. */
  private static final String MODE = "rw-rw----";

  static ListeningSocket open(Listen listen) throws EffectException {
    try {
      return switch (listen) {
        case Listen.Loopback(var host, var port) -> port(host, port);
        case Listen.UnixSocket(var path) -> socket(Path.of(path));
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
      return new ListeningSocket(channel, null, null);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static ListeningSocket socket(Path path) throws IOException {
    var directory = path.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    removeStale(path);
    var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(MODE));
      return new ListeningSocket(channel, path, inode(path));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** A daemon that was killed leaves its socket's file, at which nobody answers. */
  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    var attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isOther()) {
      throw new BindException("there is a file of that name that is no socket");
    }
    try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new BindException("somebody else listens there");
    } catch (BindException e) {
      throw e;
    } catch (IOException _) {
      Files.delete(path);
    }
  }

  /** Whether clients still find it; a port cannot be taken away. */
  boolean isThere() {
    try {
      return file == null
          || (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && Objects.equals(inode(file), inode));
    } catch (IOException _) {
      return false;
    }
  }

  private static @Nullable Object inode(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  private static EffectException failure(Listen listen, IOException cause) {
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

  /** Lets nobody in any more; the file of somebody who has taken its place stays. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (file != null && isThere()) {
      Files.deleteIfExists(file);
    }
  }
}
