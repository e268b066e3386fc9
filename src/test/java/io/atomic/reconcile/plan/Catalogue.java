package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The images that stories speak of, from {@code images.txt}: a name at the start of a line, below
 * it its labels. An image's ID is its name, so that people can tell images apart in a plan.
 */
final class Catalogue {
  private final SortedMap<String, Image> images = new TreeMap<>();

  private Catalogue() {}

  static Catalogue read(Path file) throws IOException {
    var catalogue = new Catalogue();
    var name = "";
    var labels = new TreeMap<String, String>();
    for (var line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith(" ")) {
        var equals = line.indexOf('=');
        labels.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      } else {
        catalogue.add(name, labels);
        name = line.strip();
        labels = new TreeMap<>();
      }
    }
    catalogue.add(name, labels);
    return catalogue;
  }

  private void add(String name, SortedMap<String, String> labels) {
    if (!name.isEmpty()) {
      images.put(name, image(name, labels));
    }
  }

  static Image image(String name, SortedMap<String, String> labels) {
    return new Image(
        "sha256:" + name + ".".repeat(64 - name.length()), List.of(), List.of(), labels);
  }

  Image get(String name) {
    var image = images.get(name);
    if (image == null) {
      throw new IllegalArgumentException("there is no image '%s' in images.txt".formatted(name));
    }
    return image;
  }
}
