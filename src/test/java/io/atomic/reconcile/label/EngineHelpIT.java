package io.atomic.reconcile.label;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables of options against the engines of this machine: an option that a new engine brings, or
 * reads otherwise, is noticed before somebody's label uses it.
 */
@Timeout(60)
class EngineHelpIT {
  /**
   * {@code -a, --attach list Attach to …}; what stands behind one blank is a value's name, and what
   * stands in brackets behind that is what it is where none is given.
   */
  private static final Pattern OPTION =
      Pattern.compile(
          "^ {2,6}(?:-(?<letter>\\w), )?--(?<name>[a-z0-9-]+)"
              + "(?: (?<value>\\S+?)(?<optional>\\[=.*?])?)?(?: .*|)");

  /** Letters that the engines read differently, which is why nobody may use them. */
  private static final Map<String, Set<String>> UNKNOWN_LETTERS = Map.of("logs", Set.of("n"));

  private record Printed(String name, String letter, boolean takesValue, boolean mayBeAlone) {}

  static Stream<List<String>> commands() {
    return Stream.of("docker", "podman")
        .flatMap(engine ->
            EngineOptions.subcommands().stream()
                .flatMap(subcommand ->
                    Stream.of(
                        List.of(engine, subcommand), List.of(engine, "container", subcommand))));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionOfTheEnginesHelpIsInTheTable(List<String> command)
      throws IOException, InterruptedException {
    var subcommand = command.getLast();
    var table = requireNonNull(EngineOptions.of(subcommand));
    var printed = help(command);

    assertThat(printed).isNotEmpty();
    assertThat(differences(printed, table, UNKNOWN_LETTERS.getOrDefault(subcommand, Set.of())))
        .as("%s --help", command)
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"docker, --host", "podman, --url"})
  void everyOptionOfTheEnginesThemselvesIsInTheTable(String engine, String typical)
      throws IOException, InterruptedException {
    var printed = help(List.of(engine));

    assertThat(printed).extracting(option -> "--" + option.name()).contains(typical);
    assertThat(differences(printed, EngineOptions.OF_ENGINE, Set.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"docker, run", "docker, create", "podman, run", "podman, create"})
  void theHelpIsRead(String engine, String subcommand) throws IOException, InterruptedException {
    assertThat(help(List.of(engine, subcommand)))
        .hasSizeGreaterThan(90)
        .contains(
            new Printed("privileged", "", false, false),
            new Printed("volume", "v", true, false),
            new Printed("interactive", "i", false, false),
            new Printed("mount", "", true, false));
  }

  private static List<String> differences(
      List<Printed> printed, EngineOptions table, Set<String> unknownLetters) {
    var differences = new ArrayList<String>();
    for (var option : printed) {
      var known = table.named(option.name());
      if (known == null) {
        differences.add("--%s is not in the table".formatted(option.name()));
        continue;
      }
      if (known.takesValue() != option.takesValue()) {
        differences.add(
            "--%s %s a value".formatted(option.name(), option.takesValue() ? "takes" : "has not"));
      }
      if (option.mayBeAlone()) {
        // Then the next word is not its value, which no row of the table can say.
        differences.add("--%s may stand without its value".formatted(option.name()));
      }
      if (!option.letter().isEmpty()) {
        var lettered = table.lettered(option.letter().charAt(0));
        if (unknownLetters.contains(option.letter()) ? lettered != null : !known.equals(lettered)) {
          differences.add("-%s is --%s".formatted(option.letter(), option.name()));
        }
      }
    }
    return differences;
  }

  private static List<Printed> help(List<String> command) throws IOException, InterruptedException {
    var words = new ArrayList<>(command);
    words.add("--help");
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
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
                      option.group("value") != null,
                      option.group("optional") != null));
            }
          });
    }
    assertThat(process.waitFor()).isZero();
    return printed;
  }
}
