package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A report in a file that others read meanwhile: they find the old one or the new one, whole. */
final class WrittenReport {
  /** For everybody: it may be for a web server. */
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  private final Path file;

  WrittenReport(Path file) {
    this.file = file;
  }

  /** Who may read it stays as it was, if it was there. */
  void replace(String text) throws EffectException {
    try {
      // What a link points to is replaced, and not the link.
      var target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      if (Files.isDirectory(target)) {
        throw failed("it is a directory", "name a file in it", null);
      }
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        Files.writeString(
            target, text); // A pipe or a device is no file to put another in place of.
        return;
      }
      replace(target, text);
    } catch (NoSuchFileException e) {
      throw failed("there is no directory '%s'".formatted(directory()), "make it", e);
    } catch (IOException e) {
      throw failed("%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()), null, e);
    }
  }

  private static void replace(Path target, String text) throws IOException {
    var directory = target.resolveSibling("");
    var next = Files.createTempFile(directory, "." + target.getFileName(), ".new");
    try {
      Files.writeString(next, text);
      Files.setPosixFilePermissions(
          next, Files.exists(target) ? Files.getPosixFilePermissions(target) : READABLE);
      Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private @Nullable Path directory() {
    return file.toAbsolutePath().getParent();
  }

  private EffectException failed(String why, @Nullable String remedy, @Nullable Exception cause) {
    return new EffectException(
        "tried to write the report to '%s', but %s".formatted(file, why), remedy, cause);
  }
}
