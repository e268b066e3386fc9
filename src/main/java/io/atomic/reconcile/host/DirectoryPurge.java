package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.EffectException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;

/**
 * Removes a directory with all that is in it, and nothing else. Every name is looked up in the
 * directory that is open already, never by its path, so that a link which somebody puts in place of
 * a directory meanwhile leads nowhere.
 */
final class DirectoryPurge {
  private final Path directory;

  DirectoryPurge(Path directory) {
    this.directory = directory;
  }

  void run() throws EffectException, InterruptedException {
    var parent = directory.getParent();
    var name = directory.getFileName();
    if (parent == null
        || name == null
        || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      // Gone, or a link or file that somebody has put in its place: not what we made.
      return;
    }
    try {
      refuseMounts(parent.toRealPath().resolve(name));
      try (var stream = Files.newDirectoryStream(parent)) {
        if (!(stream instanceof SecureDirectoryStream<Path> opened)) {
          throw new IOException("it cannot be done without following links here");
        }
        remove(opened, name, directory);
      }
    } catch (IOException e) {
      throw failure(directory, e);
    }
  }

  private void refuseMounts(Path real) throws IOException, EffectException {
    var mounted = MountPoints.within(real);
    if (!mounted.isEmpty()) {
      throw new EffectException(
          "tried to remove '%s' with all that is in it, but something is mounted at '%s'"
              .formatted(directory, mounted.getFirst()),
          "umount " + mounted.getFirst(),
          null);
    }
  }

  /**
   * Removes what is called so in a directory.
   *
   * @param shown its path, for messages alone
   */
  private static void remove(SecureDirectoryStream<Path> in, Path name, Path shown)
      throws EffectException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      var attributes =
          in.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      if (!attributes.isDirectory()) {
        in.deleteFile(name);
        return;
      }
      try (var below = in.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        for (var entry : below) {
          remove(below, entry.getFileName(), shown.resolve(entry.getFileName()));
        }
      }
      in.deleteDirectory(name);
    } catch (NoSuchFileException _) {
      // Somebody else was faster.
    } catch (IOException | DirectoryIteratorException e) {
      throw failure(shown, e);
    }
  }

  private static EffectException failure(Path path, Exception cause) {
    return new EffectException(
        "tried to remove '%s', but it failed: %s".formatted(path, cause),
        "look what is in the way; the next run with --purge-data goes on",
        cause);
  }
}
