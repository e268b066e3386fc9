package io.atomic.reconcile.engine;

import com.github.dockerjava.api.model.DockerObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An engine's answer field by field. docker-java's own types leave out some of the fields that we
 * need, and know others only in docker's spelling. A field that is missing is empty, 0 or false.
 */
record Answer(Map<?, ?> fields) {

  static Answer of(@Nullable DockerObject answered) {
    return new Answer(answered == null ? Map.of() : answered.getRawValues());
  }

  private static Answer of(@Nullable Object value) {
    return new Answer(value instanceof Map<?, ?> map ? map : Map.of());
  }

  Answer in(String field) {
    return of(fields.get(field));
  }

  boolean has(String field) {
    return fields.get(field) != null;
  }

  String text(String field) {
    return fields.get(field) instanceof String text ? text : "";
  }

  boolean flag(String field) {
    return Boolean.TRUE.equals(fields.get(field));
  }

  long number(String field) {
    return fields.get(field) instanceof Number number ? number.longValue() : 0;
  }

  List<Answer> list(String field) {
    var answers = new ArrayList<Answer>();
    if (fields.get(field) instanceof List<?> list) {
      list.forEach(item -> answers.add(of(item)));
    }
    return answers;
  }

  List<String> texts(String field) {
    var texts = new ArrayList<String>();
    if (fields.get(field) instanceof List<?> list) {
      list.forEach(item -> texts.add(String.valueOf(item)));
    }
    return texts;
  }

  /** A mapping to texts, in the order of its keys. */
  SortedMap<String, String> map(String field) {
    var map = new TreeMap<String, String>();
    in(field).fields.forEach((key, value) -> map.put(String.valueOf(key), String.valueOf(value)));
    return map;
  }

  /** The keys of a mapping, sorted. */
  List<String> keys(String field) {
    return List.copyOf(map(field).keySet());
  }

  /** The entries of a list of {@code NAME=VALUE}. */
  SortedMap<String, String> assignments(String field) {
    var map = new TreeMap<String, String>();
    for (var text : texts(field)) {
      var parts = text.split("=", 2);
      map.put(parts[0], parts.length == 1 ? "" : parts[1]);
    }
    return map;
  }
}
