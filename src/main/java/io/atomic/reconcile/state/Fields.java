package io.atomic.reconcile.state;

import io.atomic.reconcile.model.ImageReference;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of one JSON object as they are read. Each complaint names the path to the value. What
 * is not asked for is not looked at: a later release of the same format may have added it.
 */
record Fields(String path, ObjectNode node) {

  /** A field that is not what the format says. */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed(String path, String complaint) {
      super("'%s' %s".formatted(path, complaint));
    }
  }

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  @Nullable String textOrNull(String name) {
    return has(name) ? text(name) : null;
  }

  String text(String name) {
    return text(at(name), required(name));
  }

  private static String text(String path, JsonNode value) {
    if (!value.isString()) {
      throw new Malformed(path, "is not a text");
    }
    return value.stringValue();
  }

  boolean flag(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    var value = required(name);
    if (!value.isBoolean()) {
      throw new Malformed(at(name), "is neither true nor false");
    }
    return value.booleanValue();
  }

  long number(String name) {
    var value = required(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new Malformed(at(name), "is not a whole number");
    }
    return value.longValue();
  }

  int integer(String name) {
    var value = number(name);
    if (value != (int) value) {
      throw new Malformed(at(name), "is too large");
    }
    return (int) value;
  }

  @Nullable Integer integerOrNull(String name) {
    return has(name) ? Integer.valueOf(integer(name)) : null;
  }

  Instant instant(String name) {
    return parsed(name, Instant::parse, "is not a time");
  }

  @Nullable Instant instantOrNull(String name) {
    return has(name) ? instant(name) : null;
  }

  @Nullable Duration durationOrNull(String name) {
    return has(name) ? parsed(name, Duration::parse, "is not a duration") : null;
  }

  ImageReference image(String name) {
    return parsed(name, ImageReference::parse, "is not an image reference");
  }

  <E extends Enum<E>> E choice(String name, Class<E> type) {
    return parsed(
        name,
        text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)),
        "is not a word that is known here");
  }

  <E extends Enum<E>> E choice(String name, E otherwise) {
    return has(name) ? choice(name, otherwise.getDeclaringClass()) : otherwise;
  }

  <E extends Enum<E>> @Nullable E choiceOrNull(String name, Class<E> type) {
    return has(name) ? choice(name, type) : null;
  }

  private <T> T parsed(String name, Function<String, T> parser, String complaint) {
    try {
      return parser.apply(text(name));
    } catch (DateTimeException | IllegalArgumentException _) {
      throw new Malformed(at(name), complaint);
    }
  }

  List<String> texts(String name) {
    return list(name, Fields::text);
  }

  List<Instant> instants(String name) {
    return list(
        name,
        (path, value) -> {
          try {
            return Instant.parse(text(path, value));
          } catch (DateTimeException _) {
            throw new Malformed(path, "is not a time");
          }
        });
  }

  /** What a reader makes of each object in a list; none if it is missing. */
  <T> List<T> objects(String name, Function<Fields, T> reader) {
    return list(name, (path, value) -> reader.apply(of(path, value)));
  }

  private <T> List<T> list(String name, BiFunction<String, JsonNode, T> reader) {
    if (!has(name)) {
      return List.of();
    }
    var value = required(name);
    if (!value.isArray()) {
      throw new Malformed(at(name), "is not a list");
    }
    var list = new ArrayList<T>();
    for (var element : value) {
      list.add(reader.apply(at(name), element));
    }
    return list;
  }

  SortedMap<String, String> textMap(String name) {
    return map(name, Fields::text);
  }

  /** A map whose values are read by a function of their path and node; empty if missing. */
  <T> SortedMap<String, T> map(String name, BiFunction<String, JsonNode, T> reader) {
    var map = new TreeMap<String, T>();
    if (has(name)) {
      var object = object(name);
      object
          .node()
          .properties()
          .forEach(entry ->
              map.put(entry.getKey(), reader.apply(object.at(entry.getKey()), entry.getValue())));
    }
    return map;
  }

  Fields object(String name) {
    return of(at(name), required(name));
  }

  /** What a reader makes of an object; null if it is missing. */
  <T> @Nullable T objectOrNull(String name, Function<Fields, T> reader) {
    return has(name) ? reader.apply(object(name)) : null;
  }

  static Fields of(String path, JsonNode value) {
    if (value instanceof ObjectNode object) {
      return new Fields(path, object);
    }
    throw new Malformed(path, "is not an object");
  }

  private JsonNode required(String name) {
    var value = node.get(name);
    if (value == null || value.isNull()) {
      throw new Malformed(at(name), "is missing");
    }
    return value;
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
