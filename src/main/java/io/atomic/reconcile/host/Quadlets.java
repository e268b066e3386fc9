package io.atomic.reconcile.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Files of which podman's generator makes services, each of which starts a container. */
final class Quadlets {
  /** For the system's services; those of users cannot take a name from root's containers. */
  private static final List<String> DIRECTORIES =
      List.of(
          "/etc/containers/systemd", "/run/containers/systemd", "/usr/share/containers/systemd");

  private static final String SUFFIX = ".container";
  private static final Pattern CONTAINER_NAME =
      Pattern.compile("^\\s*ContainerName\\s*=\\s*(\\S+)\\s*$", Pattern.MULTILINE);

  private Quadlets() {}

  /** Names of containers by file; what cannot be read is left out. */
  static SortedMap<String, String> below(Path root) {
    var names = new TreeMap<String, String>();
    for (var directory : DIRECTORIES) {
      var path = HostPath.below(root, directory);
      if (!Files.isDirectory(path)) {
        continue;
      }
      try (var files = Files.walk(path)) {
        files.filter(file -> file.toString().endsWith(SUFFIX)).forEach(file -> add(file, names));
      } catch (IOException | UncheckedIOException _) {
        // Whoever may not look there sees no rival.
      }
    }
    return names;
  }

  private static void add(Path file, SortedMap<String, String> names) {
    try {
      var named = CONTAINER_NAME.matcher(Files.readString(file));
      var unit = String.valueOf(file.getFileName());
      names.put(
          file.toString(),
          named.find()
              ? named.group(1)
              : "systemd-" + unit.substring(0, unit.length() - SUFFIX.length()));
    } catch (IOException _) {
      // Neither can podman's generator read it.
    }
  }
}
