package io.atomic.reconcile.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Foreign JSON: what is missing, or of another type than it should be, is not there. */
public record Json(JsonNode node) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * Reads one JSON object.
   *
   * @throws IllegalArgumentException with the second half of a "tried to x, but y", which quotes
   *     nothing of the text
   */
  public static Json object(byte[] text) {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return new Json(object);
      }
    } catch (JacksonException e) {
      var place = e.getLocation();
      // Jackson's own message can quote a secret.
      throw new IllegalArgumentException(
          "it is not JSON (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr()));
    }
    throw new IllegalArgumentException("it is no JSON object");
  }

  public Json in(String field) {
    return new Json(node.path(field));
  }

  /** Null = there is no such field, or it is no text or an empty one. */
  public @Nullable String text(String field) {
    var value = node.path(field);
    return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : null;
  }

  /** 0 = there is no such field, or it is no whole number that is greater. */
  public long number(String field) {
    var value = node.path(field);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Math.max(0, value.longValue())
        : 0;
  }

  public boolean has(String field) {
    return node.has(field);
  }

  public List<String> keys() {
    return List.copyOf(node.propertyNames());
  }

  public List<Json> list(String field) {
    var items = new ArrayList<Json>();
    node.path(field).forEach(item -> items.add(new Json(item)));
    return items;
  }

  /** It may hold secrets. */
  @Override
  public String toString() {
    return "Json[…]";
  }
}
