package io.atomic.reconcile.state;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How JSON is read and written here: trees only, so that no class name or field leaks out. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
  private static final ObjectWriter PRETTY =
      MAPPER
          .writer()
          .with(
              new DefaultPrettyPrinter()
                  .withSeparators(
                      Separators.createDefaultInstance()
                          .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                          .withObjectEmptySeparator("")
                          .withArrayEmptySeparator(""))
                  .withObjectIndenter(INDENT)
                  .withArrayIndenter(INDENT));

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode text(String value) {
    return MAPPER.getNodeFactory().stringNode(value);
  }

  /**
   * Reads one JSON object and nothing after it.
   *
   * @throws tools.jackson.core.JacksonException if it is not JSON
   * @throws IllegalArgumentException if it is no object
   */
  static ObjectNode parse(byte[] text) {
    JsonNode node = MAPPER.readTree(text);
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException("it is not a JSON object");
  }

  /** On one line, without its end. */
  static byte[] line(ObjectNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /** For people, with a line end. */
  static byte[] pretty(ObjectNode node) {
    var text = PRETTY.writeValueAsString(node) + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
