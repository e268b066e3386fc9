package io.atomic.reconcile.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.label.Expansion.Expanded;
import io.atomic.reconcile.label.Expansion.Invalid;
import io.atomic.reconcile.label.Variables.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What strict expansion makes of the label values of real images. */
class LabelVectorsTest {
  private static final JsonNode FILE = read();
  private static final Map<String, String> VARIABLES = variables();

  @ParameterizedTest
  @MethodSource("rows")
  void expandsTheLabelsOfRealImages(JsonNode row) {
    var label = row.path("label").asString();
    var expansion =
        Expander.expand(
            "label " + label,
            new CommandText.Label(row.path("value").asString()),
            LabelVectorsTest::lookup);
    switch (expansion) {
      case Expanded expanded ->
          assertThat(expanded.argv(List.of("docker"))).isEqualTo(strings(row.path("argv")));
      case Invalid(var problems) -> {
        assertThat(row.has("error")).as("%s", problems).isTrue();
        assertThat(problems.getFirst().kind()).hasToString(row.path("error").asString());
        assertThat(problems.getFirst().toString()).contains("label " + label);
        assertThat(problems.getFirst().spot()).isNotNull();
      }
    }
  }

  @Test
  void namesTheUnsetVariable() {
    for (var row : FILE.path("rows")) {
      if (row.path("error").asString("").equals("unset variable")) {
        var name = row.path("detail").asString().replace("unset variable ", "");
        var expansion =
            Expander.expand(
                "label RUN",
                new CommandText.Label(row.path("value").asString()),
                LabelVectorsTest::lookup);
        assertThat(expansion).isInstanceOf(Invalid.class);
        assertThat(((Invalid) expansion).problems().getFirst().message())
            .contains("'" + name + "'");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void preparesOrRefusesWithAReason(JsonNode row) {
    var expands = row.has("argv");
    for (var purpose : Purpose.values()) {
      var request = Requests.of(purpose, row.path("value").asString()).build();
      switch (Preparer.prepare(request)) {
        case Prepared.Ready ready -> {
          assertThat(expands).isTrue();
          assertThat(ready.argv().contains("--pull=never")).isEqualTo(ready.container() != null);
        }
        case Prepared.Refused(var problems) -> assertThat(problems).isNotEmpty();
      }
    }
  }

  @Test
  void noRowIsLost() {
    assertThat(rows()).hasSize(291);
  }

  private static Stream<JsonNode> rows() {
    return FILE.path("rows").values().stream();
  }

  private static Value lookup(String name) {
    var value = VARIABLES.get(name);
    return value == null ? new Value.Unset() : new Value.Plain(value);
  }

  private static Map<String, String> variables() {
    var variables = new HashMap<String, String>();
    FILE.path("variables")
        .properties()
        .forEach(e -> variables.put(e.getKey(), e.getValue().asString()));
    return variables;
  }

  private static List<String> strings(JsonNode array) {
    var strings = new ArrayList<String>();
    array.forEach(item -> strings.add(item.asString()));
    return strings;
  }

  private static JsonNode read() {
    try (var in = LabelVectorsTest.class.getResourceAsStream("/label-vectors.json")) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
