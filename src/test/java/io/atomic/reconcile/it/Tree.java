package io.atomic.reconcile.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that is below a directory: names, kinds, modes, times of change and contents. */
record Tree(SortedMap<Path, String> entries) {

  static Tree of(Path directory) {
    var entries = new TreeMap<Path, String>();
    try (var paths = Files.walk(directory)) {
      for (var path : (Iterable<Path>) paths::iterator) {
        entries.put(directory.relativize(path), described(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Tree(entries);
  }

  private static String described(Path path) throws IOException {
    Map<String, Object> status =
        Files.readAttributes(
            path, "unix:mode,ino,ctime,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    var content =
        Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
            ? HexFormat.of().formatHex(Files.readAllBytes(path))
            : "";
    return new TreeMap<>(status) + " " + content;
  }
}
