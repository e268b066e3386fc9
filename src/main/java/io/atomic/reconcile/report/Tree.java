package io.atomic.reconcile.report;

import java.util.Collection;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object in the making, its fields in the order in which they are put. What is null is left
 * out; lists and maps are there even when they are empty.
 *
 * <p>Every name stands as text where it is put: renaming a type or a record component never changes
 * what the program prints.
 */
record Tree(ObjectNode node) {
  static final int FORMAT_VERSION = 1;
  static final String FORMAT_VERSION_FIELD = "formatVersion";

  static Tree object() {
    return new Tree(JsonNodeFactory.instance.objectNode());
  }

  /** The root of something that the program prints. */
  static Tree document() {
    return object().number(FORMAT_VERSION_FIELD, FORMAT_VERSION);
  }

  /** How an enum is spelled for machines: {@code STATE_UNUSABLE} as {@code state-unusable}. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Texts, and whatever is written as its {@code toString()}: resources, places, times. */
  Tree text(String name, @Nullable Object value) {
    if (value != null) {
      node.put(name, value.toString());
    }
    return this;
  }

  Tree word(String name, @Nullable Enum<?> value) {
    return text(name, value == null ? null : word(value));
  }

  Tree number(String name, @Nullable Integer value) {
    if (value != null) {
      node.put(name, value.intValue());
    }
    return this;
  }

  Tree number(String name, long value) {
    node.put(name, value);
    return this;
  }

  Tree flag(String name, boolean value) {
    node.put(name, value);
    return this;
  }

  Tree texts(String name, Collection<String> values) {
    values.forEach(node.putArray(name)::add);
    return this;
  }

  <T> Tree list(String name, Collection<? extends T> values, Function<T, Tree> writer) {
    var array = node.putArray(name);
    values.forEach(value -> array.add(writer.apply(value).node()));
    return this;
  }

  <T> Tree map(String name, SortedMap<String, T> values, Function<T, JsonNode> writer) {
    var object = node.putObject(name);
    values.forEach((key, value) -> object.set(key, writer.apply(value)));
    return this;
  }

  <T> Tree object(String name, @Nullable T value, Function<T, Tree> writer) {
    if (value != null) {
      node.set(name, writer.apply(value).node());
    }
    return this;
  }
}
