package io.atomic.reconcile.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The fields of os-release(5): {@code /etc/os-release}, else {@code /usr/lib/os-release}. */
final class OsRelease {
  private OsRelease() {}

  static SortedMap<String, String> read(Path root) {
    for (var file : List.of("/etc/os-release", "/usr/lib/os-release")) {
      try {
        return parse(Files.readString(HostPath.below(root, file)));
      } catch (IOException _) {
        // The next one, or none: then no condition on it holds.
      }
    }
    return new TreeMap<>();
  }

  static SortedMap<String, String> parse(String text) {
    var fields = new TreeMap<String, String>();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> {
          var equals = line.indexOf('=');
          if (equals > 0) {
            fields.put(line.substring(0, equals), unquoted(line.substring(equals + 1)));
          }
        });
    return fields;
  }

  /** Values are quoted as shells do it, with a backslash before what is special. */
  private static String unquoted(String value) {
    var quoted =
        value.length() >= 2
            && (value.startsWith("\"") || value.startsWith("'"))
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
  }
}
