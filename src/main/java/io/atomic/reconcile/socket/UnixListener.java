package io.atomic.reconcile.socket;

import io.atomic.reconcile.model.SocketPath;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A Unix socket that clients find by its file.
 *
 * @param channel at which they are accepted
 * @param file which one was made: another one may have its name by now
 */
public record UnixListener(ServerSocketChannel channel, Path path, Object file)
    implements Closeable {
  private static final int BACKLOG = 50;

  /** Of a file's mode, inode(7). */
  private static final int FILE_TYPE = 0170000;

  private static final int SOCKET = 0140000;

  /**
   * Listens, once the directory is there and what nobody answers any more is out of the way. Who
   * connects before the mode is right is let in; whoever serves him can ask who he is.
   *
   * @param mode of the file, such as {@code rw-rw----}
   * @throws BindException if somebody else listens there
   * @throws IOException if nobody can, in words where the reason is known
   */
  public static UnixListener open(Path path, String mode) throws IOException {
    if (SocketPath.isTooLong(path.toString())) {
      throw new IOException(
          "its path is longer than the %d bytes that a socket may have"
              .formatted(SocketPath.LONGEST));
    }
    var directory = path.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    removeStale(path);
    var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
      return new UnixListener(channel, path, fileAt(path));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * What a process that was killed has left is in nobody's way; anything else may be somebody's
   * only copy, and is left alone.
   */
  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!isSocket(path)) {
      throw new IOException("there is something of that name that is no socket");
    }
    if (isAnswered(path)) {
      throw new BindException("somebody else listens there");
    }
    Files.deleteIfExists(path);
  }

  /** Whether a Unix socket is there; a link to one is none. */
  public static boolean isSocket(Path path) {
    try {
      var mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return (mode & FILE_TYPE) == SOCKET;
    } catch (IOException _) {
      return false;
    }
  }

  /** Does not wait for an answer: one who is too busy for it is somebody as well. */
  private static boolean isAnswered(Path path) {
    try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.configureBlocking(false);
      client.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException _) {
      return false;
    } catch (IOException _) {
      // EAGAIN: so many wait there already that no more are let in.
      return true;
    }
  }

  private static Object fileAt(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /** Whether clients still find it. */
  public boolean isThere() {
    try {
      return file.equals(fileAt(path));
    } catch (IOException _) {
      return false;
    }
  }

  /** Lets nobody in any more; the file of somebody who has taken its place stays. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (isThere()) {
      Files.deleteIfExists(path);
    }
  }
}
