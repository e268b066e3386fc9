package io.atomic.reconcile.cli;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.report.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** Wrong usage is refused before anything begins, and help says all that a manual page says. */
class UsageTest {
  /** What a program's own statuses are called, where they come through. */
  private static final String ANY = "N";

  private static final Set<String> STATUSES =
      Set.of(
          ANY,
          text(ExitStatus.OK),
          text(ExitStatus.FAILED),
          text(ExitStatus.CHANGES),
          text(ExitStatus.FAILURES),
          text(ExitStatus.CHANGES + ExitStatus.FAILURES),
          text(ExitStatus.USAGE),
          text(ExitStatus.UNAVAILABLE),
          text(ExitStatus.TRY_AGAIN),
          text(ExitStatus.NOT_PERMITTED),
          text(ExitStatus.INVALID));

  /** A program by one of its names, or a verb of it. */
  record Called(Supplier<Object> root, List<String> words) {
    private String line() {
      return String.join(" ", words);
    }

    CommandLine command() {
      var command = new CommandLine(root.get());
      return words.size() == 1
          ? command
          : requireNonNull(command.getSubcommands().get(words.getLast()));
    }

    String help() {
      var arguments = new ArrayList<>(words.subList(1, words.size()));
      arguments.add("--help");
      var out = new ByteArrayOutputStream();
      var before = System.out;
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      try {
        assertThat(Main.run(root.get(), arguments.toArray(String[]::new))).isZero();
        return out.toString(StandardCharsets.UTF_8);
      } finally {
        System.setOut(before);
      }
    }

    @Override
    public String toString() {
      return line();
    }
  }

  static Stream<Called> programs() {
    return Stream.of(
        new Called(Main::new, List.of("atomic-reconcile")),
        new Called(Atomic::new, List.of(Atomic.NAME)));
  }

  static Stream<Called> verbs() {
    return programs()
        .flatMap(program ->
            program.command().getSubcommands().keySet().stream()
                .map(verb -> new Called(program.root, List.of(program.words().getFirst(), verb))));
  }

  static Stream<Called> all() {
    return Stream.concat(programs(), verbs());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65", "many"})
  void parallelismThatNoRunCouldHaveIsWrongUsage(String apps) {
    assertThat(Main.run("plan", "--parallelism=" + apps)).isEqualTo(64);
  }

  @Test
  void everyVerbOfBothNamesIsLookedAt() {
    assertThat(verbs()).hasSizeGreaterThan(24);
  }

  @ParameterizedTest
  @MethodSource("all")
  void helpHasAllThatAManualPageHas(Called called) {
    var usage = called.command().getCommandSpec().usageMessage();
    assertThat(usage.description()).isNotEmpty();
    assertThat(called.help())
        .containsSubsequence(
            "Usage: " + called.line() + " ",
            words(usage.description()[0]),
            "\nOptions:\n",
            "--help",
            "\nExit status:\n",
            "   0   ",
            "\n  64   ",
            "\nExample",
            "\n  " + called.line());
  }

  @ParameterizedTest
  @MethodSource("all")
  void exitStatusesAreOursInOrderEachWithItsMeaning(Called called) {
    var statuses = called.command().getCommandSpec().usageMessage().exitCodeList();
    assertThat(STATUSES).containsAll(statuses.keySet().stream().map(String::strip).toList());
    assertThat(statuses.values()).allMatch(meaning -> !meaning.isBlank()).doesNotHaveDuplicates();
    assertThat(
            statuses.keySet().stream()
                .map(String::strip)
                .filter(status -> !status.equals(ANY))
                .map(Integer::valueOf))
        .isSorted();
  }

  /** A line that is too long is broken in two, and so cannot be pasted any more. */
  @ParameterizedTest
  @MethodSource("all")
  void examplesCanBePasted(Called called) {
    var help = called.help();
    var examples = help.substring(help.indexOf("\nExample")).lines().skip(2).toList();
    assertThat(examples)
        .filteredOn(line -> !line.startsWith("What manifests declare"))
        .allMatch(line -> line.isEmpty() || line.startsWith("  "));
  }

  /** Of every example of ours all words are known, and none is missing. */
  @ParameterizedTest
  @MethodSource("all")
  void examplesAreUnderstood(Called called) {
    var help = called.help();
    var program = called.words().getFirst() + " ";
    var examples =
        help.substring(help.indexOf("\nExample"))
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith(program) || line.equals(called.line()))
            .map(line -> line.replaceFirst(" \\| jq .*", "").replaceAll("'[^']*'", "TEXT"))
            .toList();
    assertThat(examples).isNotEmpty();
    for (var example : examples) {
      var words = Arrays.asList(example.split(" ", -1));
      Main.commandLine(called.root.get())
          .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
    }
  }

  @Test
  void explainWantsOneApp() {
    assertThat(Main.run("explain")).isEqualTo(64);
    assertThat(Main.run("explain", "a", "b")).isEqualTo(64);
  }

  /** The first few, which stand on one line. */
  private static String words(String sentence) {
    return Stream.of(sentence.split(" ", -1)).limit(4).collect(joining(" "));
  }

  private static String text(int status) {
    return Integer.toString(status);
  }

  @Test
  void aTypingMistakeIsOneObjectWhereProgramsRead() {
    var err = new StringWriter();
    var status =
        Main.commandLine(new Main())
            .setErr(new PrintWriter(err))
            .execute("plan", "--log-format=json", "--detailed-exit");

    assertThat(status).isEqualTo(64);
    assertThat(err.toString().lines())
        .singleElement()
        .satisfies(line -> {
          var object = JsonMapper.shared().readTree(line);
          assertThat(object.get("level").stringValue()).isEqualTo("error");
          assertThat(object.get("msg").stringValue())
              .startsWith("Unknown option: '--detailed-exit'")
              .contains("--detailed-exitcode")
              .endsWith("try 'atomic-reconcile plan --help'");
        });
  }

  @Test
  void whatTheDaemonSaysIsLogAndHasNoFormatOfResults() {
    assertThat(Main.run("daemon", "--output=json")).isEqualTo(64);
  }
}
