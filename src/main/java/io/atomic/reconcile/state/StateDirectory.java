package io.atomic.reconcile.state;

import io.atomic.reconcile.cycle.EffectException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The directory that holds everything; nobody but its owner may look into it, since what apps are
 * given can be private.
 */
public record StateDirectory(Path path) {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  /**
   * Makes the directory if it is missing, and private if it is not. Reading needs no call of this.
   *
   * @throws EffectException if it is no directory, or cannot be made
   */
  public void create() throws EffectException {
    make(path);
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** A directory below this one, made private like it. */
  Path directory(String name) throws EffectException {
    var below = path.resolve(name);
    make(below);
    return below;
  }

  private static void make(Path directory) throws EffectException {
    try {
      if (Files.isDirectory(directory)) {
        if (!Files.getPosixFilePermissions(directory).equals(PRIVATE)) {
          Files.setPosixFilePermissions(directory, PRIVATE);
        }
        return;
      }
      var parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (FileAlreadyExistsException e) {
      throw new EffectException(
          "tried to use '%s' as state directory, but '%s' is not a directory"
              .formatted(directory, e.getFile()),
          "move it away, or name another one with --state-dir",
          e);
    } catch (IOException e) {
      throw DiskFailure.of("make the state directory", directory, e);
    }
  }
}
