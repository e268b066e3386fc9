package io.atomic.reconcile.state;

import io.atomic.reconcile.cycle.EffectException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that are either as they were or as they were meant to be, whenever the power fails.
 *
 * <p>Written through streams: a channel closes itself under an interrupted thread, and it is just
 * the thread of an interrupted step that still has to write down how it ended.
 */
final class DurableFile {
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private DurableFile() {}

  /** Null = it does not exist. */
  static byte @Nullable [] read(Path file) throws EffectException {
    try (var in = new FileInputStream(file.toFile())) {
      return in.readAllBytes();
    } catch (IOException e) {
      // Asked afterwards: who reads takes no lock, and a run can rename it meanwhile.
      if (Files.notExists(file)) {
        return null;
      }
      throw DiskFailure.of("read", file, e);
    }
  }

  /** Replaces the file, readable by its owner only. */
  static void write(Path file, byte[] content) throws EffectException {
    write(file, content, null);
  }

  /**
   * Replaces the file and keeps what it held.
   *
   * @param previous where; null = nowhere
   */
  static void write(Path file, byte[] content, @Nullable Path previous) throws EffectException {
    var next = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(next);
      Files.createFile(next, PRIVATE);
      try (var out = new FileOutputStream(next.toFile())) {
        out.write(content);
        out.getFD().sync();
      }
      if (previous != null) {
        keep(file, previous);
      }
      move(next, file);
      syncDirectory(file);
    } catch (IOException e) {
      throw DiskFailure.of("write", file, e);
    }
  }

  /** By a second link, so that there is no moment without the file itself. */
  private static void keep(Path file, Path previous) throws IOException {
    var link = previous.resolveSibling(previous.getFileName() + ".new");
    Files.deleteIfExists(link);
    try {
      Files.createLink(link, file);
    } catch (NoSuchFileException _) {
      return;
    } catch (UnsupportedOperationException _) {
      Files.copy(file, link, StandardCopyOption.COPY_ATTRIBUTES);
    }
    move(link, previous);
  }

  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes names in the file's directory last. */
  static void syncDirectory(Path file) throws IOException {
    var directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      return;
    }
    // Only a channel can be opened on a directory.
    var interrupted = Thread.interrupted();
    try {
      while (!synced(directory)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean synced(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException _) {
      return false;
    }
  }
}
