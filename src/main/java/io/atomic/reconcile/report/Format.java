package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Printable;
import java.util.function.Supplier;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** What {@code -o} chooses from; JSON and YAML are two spellings of one tree. */
public enum Format {
  TEXT,
  JSON,
  YAML;

  /** Makes only what is asked for; the result ends with a line end, unless the text is empty. */
  public String render(Supplier<String> text, Supplier<JsonNode> tree) {
    return switch (this) {
      case TEXT -> text.get();
      case JSON -> json(tree.get());
      case YAML -> Writers.YAML.writeValueAsString(tree.get());
    };
  }

  /**
   * Indented, with a line end. What nobody would see stands as an escape, which means the same:
   * JSON is looked at on terminals, too.
   */
  public static String json(JsonNode tree) {
    var json = new StringBuilder();
    Writers.JSON
        .writeValueAsString(tree)
        .codePoints()
        .forEach(c -> {
          if (c != '\n' && Printable.isHidden(c)) {
            Character.toString(c).chars().forEach(half -> json.append("\\u%04x".formatted(half)));
          } else {
            json.appendCodePoint(c);
          }
        });
    return json.append('\n').toString();
  }

  /** Made when first needed: text output does without them. */
  private static final class Writers {
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
    static final ObjectWriter JSON =
        new JsonMapper()
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
    static final ObjectWriter YAML =
        YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .build()
            .writer();
  }
}
