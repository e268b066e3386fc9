package io.atomic.reconcile.label;

import io.atomic.reconcile.label.Given.Join;
import io.atomic.reconcile.label.LabelProblem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the words of an engine command as the engines' own command line does (Go's pflag: groups of
 * letters, joined and separate values, {@code --}).
 */
final class EngineCommands {
  /** Subcommands whose options end at the first operand; behind it are a container's arguments. */
  private static final Set<String> OPTIONS_FIRST = Set.of("run", "create", "exec");

  /** What was read, or why it could not be. */
  sealed interface Reading {

    record Understood(EngineCall call) implements Reading {}

    record Unclear(LabelProblem problem) implements Reading {}
  }

  private final List<Word> words;
  private int next = 1;
  private @Nullable LabelProblem problem;

  private EngineCommands(List<Word> words) {
    this.words = words;
  }

  /**
   * Reads a command.
   *
   * @param words the engine's word first
   */
  static Reading read(List<Word> words) {
    return new EngineCommands(words).read();
  }

  static boolean makesContainer(String subcommand) {
    return subcommand.equals("run") || subcommand.equals("create");
  }

  private Reading read() {
    var globals = new ArrayList<Given>();
    while (problem == null && atOption()) {
      readOption(EngineOptions.OF_ENGINE, globals);
    }
    var path = new ArrayList<String>();
    while (problem == null && next < words.size() && isPath(path)) {
      path.add(words.get(next++).toString());
    }
    if (problem == null && path.isEmpty()) {
      problem =
          new LabelProblem(
              Kind.SUBCOMMAND,
              "tried to read the engine's subcommand, but there is none after '%s'"
                  .formatted(words.getFirst()),
              null,
              "a command begins like 'docker run'");
    }
    var options = new ArrayList<Given>();
    var operands = new ArrayList<Word>();
    var dashes = problem == null && readRest(path.getLast(), options, operands);
    return problem == null
        ? new Reading.Understood(new EngineCall(globals, path, options, dashes, operands))
        : new Reading.Unclear(problem);
  }

  /** The first word, and a second one below {@code container}. */
  private boolean isPath(List<String> path) {
    if (words.get(next).hasSecret()) {
      return false;
    }
    return path.isEmpty()
        || (path.size() == 1 && path.getFirst().equals("container") && !atOption());
  }

  /** Reads options and operands; whether {@code --} stood between them. */
  private boolean readRest(String subcommand, List<Given> options, List<Word> operands) {
    var table = EngineOptions.of(subcommand);
    while (problem == null && next < words.size()) {
      if (table != null && words.get(next).toString().equals("--")) {
        next++;
        operands.addAll(words.subList(next, words.size()));
        return true;
      } else if (table != null && atOption()) {
        readOption(table, options);
      } else if (table == null || OPTIONS_FIRST.contains(subcommand)) {
        operands.addAll(words.subList(next, words.size()));
        return false;
      } else {
        operands.add(words.get(next++));
      }
    }
    return false;
  }

  private boolean atOption() {
    if (next >= words.size()) {
      return false;
    }
    var prefix = words.get(next).prefix();
    return prefix.length() > 1 && prefix.startsWith("-");
  }

  private void readOption(EngineOptions table, List<Given> options) {
    var word = words.get(next);
    if (word.prefix().startsWith("--")) {
      readLong(table, word, options);
    } else {
      readLetters(table, word, options);
    }
  }

  private void readLong(EngineOptions table, Word word, List<Given> options) {
    var prefix = word.prefix();
    var equals = prefix.indexOf('=');
    var name = prefix.substring(2, equals < 0 ? prefix.length() : equals);
    var option = table.named(name);
    if (option == null || (equals < 0 && word.hasSecret())) {
      unknown("--" + name, word, table);
    } else if (equals >= 0) {
      add(options, new Given(option, false, name, word.drop(equals + 1), Join.EQUALS, next));
    } else {
      withNextWord(options, option, false, name);
    }
    next++;
  }

  private void readLetters(EngineOptions table, Word word, List<Given> options) {
    var letters = word.prefix();
    for (var i = 1; i < letters.length() && problem == null; i++) {
      var option = table.lettered(letters.charAt(i));
      var spelling = letters.substring(i, i + 1);
      var touchesSecret = i + 1 == letters.length() && word.hasSecret();
      if (option == null || (touchesSecret && !option.takesValue())) {
        unknown("-" + spelling, word, table);
        break;
      }
      var last = i + 1 == letters.length() && !touchesSecret;
      var equals = i + 1 < letters.length() && letters.charAt(i + 1) == '=';
      if (equals) {
        add(options, new Given(option, true, spelling, word.drop(i + 2), Join.EQUALS, next));
        break;
      } else if (option.takesValue() && !last) {
        add(options, new Given(option, true, spelling, word.drop(i + 1), Join.TOUCHING, next));
        break;
      } else {
        withNextWord(options, option, true, spelling);
      }
    }
    next++;
  }

  private void withNextWord(
      List<Given> options, EngineOption option, boolean byLetter, String spelling) {
    var at = next;
    Word value = null;
    if (option.takesValue()) {
      if (next + 1 >= words.size()) {
        problem =
            new LabelProblem(
                Kind.OPTION,
                "tried to read option '%s', but its value is missing at the end of the command"
                    .formatted(words.get(at)),
                null,
                null);
        return;
      }
      value = words.get(++next);
    }
    add(options, new Given(option, byLetter, spelling, value, Join.NEXT_WORD, at));
  }

  private void add(List<Given> options, Given given) {
    if (!given.option().takesValue() && !given.isReadableFlag()) {
      problem =
          new LabelProblem(
              Kind.OPTION,
              "tried to read option '%s', but its value '%s' is neither true nor false"
                  .formatted(given.spelling(), given.value()),
              null,
              null);
    }
    options.add(given);
  }

  private void unknown(String option, Word word, EngineOptions table) {
    var wanted = word.prefix().replaceFirst("^-+", "").replaceFirst("=.*", "");
    var near = Nearest.to(wanted.replace('_', '-'), table.names());
    problem =
        new LabelProblem(
            Kind.OPTION,
            "tried to read word %d, '%s', but option '%s' is not known"
                .formatted(next + 1, word, option),
            null,
            near == null ? null : "did the author mean '--%s'?".formatted(near));
  }
}
