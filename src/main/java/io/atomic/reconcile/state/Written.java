package io.atomic.reconcile.state;

import java.util.Collection;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON object in the making; what is null or empty is left out. */
record Written(ObjectNode node) {
  static Written object() {
    return new Written(Json.object());
  }

  /** Texts, and whatever is written as its {@code toString()}: durations, times, references. */
  Written put(String name, @Nullable Object value) {
    if (value != null) {
      node.put(name, value.toString());
    }
    return this;
  }

  Written number(String name, @Nullable Integer value) {
    if (value != null) {
      node.put(name, value.intValue());
    }
    return this;
  }

  Written number(String name, long value) {
    node.put(name, value);
    return this;
  }

  Written flag(String name, boolean value) {
    node.put(name, value);
    return this;
  }

  Written choice(String name, @Nullable Enum<?> value) {
    return put(name, value == null ? null : value.name().toLowerCase(Locale.ROOT));
  }

  Written texts(String name, @Nullable Collection<String> values) {
    if (values != null && !values.isEmpty()) {
      values.forEach(node.putArray(name)::add);
    }
    return this;
  }

  /** A list that says something by being there, even if it is empty. */
  <T> Written presentObjects(String name, Collection<T> values, Function<T, Written> writer) {
    var array = node.putArray(name);
    values.forEach(value -> array.add(writer.apply(value).node()));
    return this;
  }

  <T> Written objects(String name, Collection<T> values, Function<T, Written> writer) {
    return values.isEmpty() ? this : presentObjects(name, values, writer);
  }

  Written textMap(String name, SortedMap<String, String> values) {
    return map(name, values, Json::text);
  }

  <T> Written map(String name, SortedMap<String, T> values, Function<T, JsonNode> writer) {
    if (!values.isEmpty()) {
      var object = node.putObject(name);
      values.forEach((key, value) -> object.set(key, writer.apply(value)));
    }
    return this;
  }

  /** An object that says something by being there, even if it is empty. */
  <T> Written presentObject(String name, @Nullable T value, Function<T, Written> writer) {
    if (value != null) {
      node.set(name, writer.apply(value).node());
    }
    return this;
  }

  /** An object that has nothing to say is left out too. */
  <T> Written object(String name, @Nullable T value, Function<T, Written> writer) {
    if (value != null) {
      var written = writer.apply(value).node();
      if (!written.isEmpty()) {
        node.set(name, written);
      }
    }
    return this;
  }
}
