package io.atomic.reconcile.manifest;

import io.atomic.reconcile.manifest.TextFile.Content;
import io.atomic.reconcile.model.Place;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds where in a manifest something stands, for who learns only later that it is odd. */
public final class WrittenPlace {
  private WrittenPlace() {}

  /**
   * The place of an item of a list; the nearest thing around it that is still there if the file has
   * changed since.
   *
   * @param document where the manifest begins
   * @param keys from the document to the list
   * @param item from 0; -1 = the list as a whole
   */
  public static Place of(Place document, List<String> keys, int item) {
    if (!(TextFile.read(Path.of(document.file())) instanceof Content.Text(var text))) {
      return document;
    }
    for (var candidate : YamlReader.read(document.file(), text).documents()) {
      if (candidate.root().place().equals(document)) {
        return below(candidate.root(), keys, item);
      }
    }
    return document;
  }

  private static Place below(Yaml root, List<String> keys, int item) {
    var node = root;
    for (var key : keys) {
      var value = node instanceof Yaml.Mapping mapping ? value(mapping, key) : null;
      if (value == null) {
        return node.place();
      }
      node = value;
    }
    return node instanceof Yaml.Sequence(_, var items) && item >= 0 && item < items.size()
        ? items.get(item).place()
        : node.place();
  }

  private static @Nullable Yaml value(Yaml.Mapping mapping, String key) {
    return mapping.entries().stream()
        .filter(entry -> entry.key().equals(key))
        .map(Yaml.Entry::value)
        .findFirst()
        .orElse(null);
  }
}
