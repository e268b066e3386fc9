package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Place;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a mapping whose keys are ours. What was asked for is what is known: a key that
 * nobody asked for is reported with the nearest one that somebody did. Keys that begin with {@code
 * x-} are free for everybody.
 */
final class Fields {
  private final Yaml.Mapping mapping;
  private final String path;
  private final Findings findings;
  private final Map<String, Yaml> values = new HashMap<>();
  private final SequencedSet<String> asked = new LinkedHashSet<>();

  Fields(Yaml.Mapping mapping, String path, Findings findings) {
    this.mapping = mapping;
    this.path = path;
    this.findings = findings;
    for (var entry : mapping.entries()) {
      values.put(entry.key(), entry.value());
    }
  }

  /** The value, or null if it is not there or was reported. */
  <T> @Nullable T optional(String key, ValueType<T> type) {
    asked.add(key);
    var node = values.get(key);
    return node == null ? null : type.read(new Value(node, pathOf(key), findings));
  }

  <T> T optional(String key, ValueType<T> type, T fallback) {
    var value = optional(key, type);
    return value == null ? fallback : value;
  }

  /** The value, or null after it was reported as missing or wrong. */
  <T> @Nullable T required(String key, ValueType<T> type) {
    if (!values.containsKey(key)) {
      findings.error(mapping.place(), pathOf(key) + " is missing");
    }
    return optional(key, type);
  }

  /** The keys of a mapping among the values, whether what they stand for is right or not. */
  SortedSet<String> keysOf(String key) {
    var keys = new TreeSet<String>();
    if (values.get(key) instanceof Yaml.Mapping inner) {
      inner.entries().forEach(entry -> keys.add(entry.key()));
    }
    return keys;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Where the value stands; the mapping itself if it is not there. */
  Place placeOf(String key) {
    var node = values.get(key);
    return node == null ? mapping.place() : node.place();
  }

  /** Complains of the mapping as a whole, at one of its fields. */
  void error(String key, String message) {
    findings.error(placeOf(key), message);
  }

  String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void reportUnknown() {
    for (var entry : mapping.entries()) {
      var key = entry.key();
      if (asked.contains(key) || key.startsWith("x-")) {
        continue;
      }
      var nearest = Nearest.to(key, asked);
      findings.error(
          entry.place(),
          path.isEmpty()
              ? "unknown key %s".formatted(Quote.of(key))
              : "unknown key %s in %s".formatted(Quote.of(key), path),
          nearest == null
              ? "known here: " + String.join(", ", asked)
              : "did you mean '%s'?".formatted(nearest));
    }
  }
}
