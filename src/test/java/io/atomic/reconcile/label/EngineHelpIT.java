package io.atomic.reconcile.label;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of options against the engines of this machine: an option that a new engine brings is
 * noticed before somebody's label uses it.
 */
@Timeout(60)
class EngineHelpIT {
  /** {@code -a, --attach list Attach to …}; what stands behind one blank is a value's name. */
  private static final Pattern OPTION =
      Pattern.compile(
          "^ {2,6}(?:-(?<letter>\\w), )?--(?<name>[a-z0-9-]+)(?: (?<value>\\S+))?(?: .*|)");

  private record Printed(String name, String letter, boolean takesValue) {}

  @ParameterizedTest
  @CsvSource({"docker, run", "docker, create", "podman, run", "podman, create"})
  void everyOptionOfTheEnginesHelpIsInTheTable(String engine, String subcommand)
      throws IOException, InterruptedException {
    var table = requireNonNull(EngineOptions.of(subcommand));
    var printed = help(engine, subcommand);
    var differences = new ArrayList<String>();

    for (var option : printed) {
      var known = table.named(option.name());
      if (known == null) {
        differences.add("--%s is not in the table".formatted(option.name()));
      } else {
        if (known.takesValue() != option.takesValue()) {
          differences.add(
              "--%s %s a value"
                  .formatted(option.name(), option.takesValue() ? "takes" : "has not"));
        }
        if (!option.letter().isEmpty()
            && !known.equals(table.lettered(option.letter().charAt(0)))) {
          differences.add("-%s is --%s".formatted(option.letter(), option.name()));
        }
      }
    }

    assertThat(differences).as("%s %s --help", engine, subcommand).isEmpty();
    assertThat(printed).hasSizeGreaterThan(90);
    assertThat(printed)
        .contains(
            new Printed("privileged", "", false),
            new Printed("volume", "v", true),
            new Printed("interactive", "i", false),
            new Printed("mount", "", true));
  }

  private static List<Printed> help(String engine, String subcommand)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(engine, subcommand, "--help").redirectErrorStream(true).start();
    var printed = new ArrayList<Printed>();
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader
          .lines()
          .forEach(line -> {
            var option = OPTION.matcher(line);
            if (option.matches()) {
              var letter = option.group("letter");
              printed.add(
                  new Printed(
                      option.group("name"),
                      letter == null ? "" : letter,
                      option.group("value") != null));
            }
          });
    }
    assertThat(process.waitFor()).isZero();
    return printed;
  }
}
