package io.atomic.reconcile.label;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of options against what the engines themselves print. */
class EngineOptionsTest {

  @ParameterizedTest
  @MethodSource("printedByTheEngines")
  void knowsEveryOptionThatTheEnginesPrint(String line) {
    var fields = line.split(" ", -1);
    var options = requireNonNull(EngineOptions.of(fields[2]));

    var option = requireNonNull(options.named(fields[4]), line);

    assertThat(option.takesValue()).isEqualTo(fields[3].equals("value"));
    if (fields.length > 5 && !(fields[2] + fields[5]).equals("logsn")) {
      assertThat(options.lettered(fields[5].charAt(0))).isEqualTo(option);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "net,network",
    "healthcheck-command,health-cmd",
    "dns-opt,dns-option",
    "net-alias,network-alias"
  })
  void knowsTheHiddenNames(String alias, String usual) {
    var options = requireNonNull(EngineOptions.of("run"));

    assertThat(options.named(alias)).isNotNull().isEqualTo(options.named(usual));
  }

  @Test
  void theLetterThatTheEnginesReadDifferentlyIsNotKnown() {
    var options = requireNonNull(EngineOptions.of("logs"));

    assertThat(options.lettered('n')).isNull();
  }

  @Test
  void everyOptionHasALongName() {
    for (var subcommand : List.of("run", "exec", "rm")) {
      var options = requireNonNull(EngineOptions.of(subcommand));
      assertThat(options.names()).isNotEmpty().allMatch(name -> name.length() > 1);
    }
  }

  static List<String> printedByTheEngines() throws IOException {
    try (var in = EngineOptionsTest.class.getResourceAsStream("/engine-options.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
