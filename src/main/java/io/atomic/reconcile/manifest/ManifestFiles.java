package io.atomic.reconcile.manifest;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which files count, by systemd's rule for drop-in directories: all directories together, in the
 * order of file names, and a name in a higher directory hides the same name in a lower one.
 *
 * @param files by file name, those that are not hidden
 * @param read the directories that are there
 * @param unreadable those that should be there and are not, or are and cannot be read
 */
record ManifestFiles(
    SortedMap<String, Path> files, List<Path> read, List<UnreadableDirectory> unreadable) {

  /** A directory without which nobody knows what was meant to be there. */
  record UnreadableDirectory(Path directory, String reason) {}

  /**
   * @param directories lowest first
   * @param mayBeMissing whether one that does not exist holds nothing, or is a mistake
   */
  static ManifestFiles in(List<Path> directories, boolean mayBeMissing) {
    var files = new TreeMap<String, Path>();
    var read = new ArrayList<Path>();
    var unreadable = new ArrayList<UnreadableDirectory>();
    for (var directory : directories) {
      if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS) && mayBeMissing) {
        continue;
      }
      try (var entries = Files.newDirectoryStream(directory)) {
        for (var entry : entries) {
          var name = String.valueOf(entry.getFileName());
          if (isManifest(name)) {
            files.put(name, entry);
          }
        }
        read.add(directory);
      } catch (DirectoryIteratorException e) {
        unreadable.add(
            new UnreadableDirectory(directory, TextFile.reason(requireNonNull(e.getCause()))));
      } catch (IOException e) {
        unreadable.add(new UnreadableDirectory(directory, describe(directory, e)));
      }
    }
    return new ManifestFiles(files, read, unreadable);
  }

  private static String describe(Path directory, IOException e) {
    return Files.exists(directory) && !Files.isDirectory(directory)
        ? "it is not a directory"
        : TextFile.reason(e);
  }

  /** Backups of editors and package managers end otherwise, so the two suffixes shut them out. */
  static boolean isManifest(String name) {
    return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }
}
