package io.atomic.reconcile.monitor;

import io.atomic.reconcile.cycle.EffectException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * Metrics in a file that node_exporter reads whenever it likes: it sees the old one or the new one,
 * and never a part. After a power cut the next run writes it anew, so nothing is forced to disk.
 */
public record Textfile(Path path) {
  private static final String READABLE = "rw-r--r--";

  /** Replaces what it held. */
  public void write(String text) throws EffectException {
    // Its name ends otherwise, so that node_exporter does not read it, and no other writer has it.
    var next = path.resolveSibling("%s.%s.new".formatted(path.getFileName(), UUID.randomUUID()));
    try {
      Files.writeString(
          next,
          text,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
      // Whatever the umask is: node_exporter is another user.
      Files.setPosixFilePermissions(next, PosixFilePermissions.fromString(READABLE));
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      remove(next);
      throw failure(e);
    }
  }

  private static void remove(Path next) {
    try {
      Files.deleteIfExists(next);
    } catch (IOException _) {
      // What it was about to say is worse.
    }
  }

  private EffectException failure(IOException cause) {
    var tried = "tried to write the metrics to '%s', but ".formatted(path);
    var directory = path.getParent();
    if (cause instanceof NoSuchFileException && directory != null && !Files.exists(directory)) {
      return new EffectException(
          tried + "its directory is not there",
          "make it, or name the directory of node_exporter's textfile collector as"
              + " metrics.textfile",
          cause);
    }
    var reason =
        cause instanceof FileSystemException e && e.getReason() != null
            ? e.getReason()
            : cause instanceof AccessDeniedException
                ? "permission was denied"
                : String.valueOf(cause.getMessage());
    return new EffectException(
        tried + reason, reason.contains("space") ? "make room there" : null, cause);
  }
}
