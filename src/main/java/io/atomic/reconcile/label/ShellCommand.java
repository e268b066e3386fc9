package io.atomic.reconcile.label;

import io.atomic.reconcile.label.LabelProblem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A label command that is left to a shell, for apps that are granted one. The shell finds the
 * variables in its environment; nothing is added to what it starts.
 */
public final class ShellCommand {
  /** As manifests grant it. */
  static final String GRANT = "shell";

  private static final String PROGRAM = "/bin/sh";

  /** What only a shell knows; all other mistakes it would make as well. */
  private static final Set<Kind> UNDERSTOOD = Set.of(Kind.SHELL, Kind.DOLLAR);

  /** What a shell answers with a mistake of its own, in the middle of the work. */
  private static final Set<Kind> FATAL = Set.of(Kind.QUOTE, Kind.NUL, Kind.TOO_LONG, Kind.EMPTY);

  /** {@code NAME} or {@code IMAGE} where strict expansion would replace it, too. */
  private static final Pattern TOKEN =
      Pattern.compile("(?<=[\\s=])(NAME|IMAGE)(?=$|[\\s;|&<>()`'\"])");

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");

  private static final Pattern ARGUMENTS = Pattern.compile("\\$\\{?[@*1-9]");

  private static final Pattern MAKER =
      Pattern.compile("\\b(?:docker|podman)\\b[^;|&\\n]*\\b(?:run|create)\\b");

  private ShellCommand() {}

  /** Whether that is a shell's, with a text that seems to make a container. */
  public static boolean makesContainer(List<String> argv) {
    return argv.size() > 2
        && argv.get(0).equals(PROGRAM)
        && argv.get(1).equals("-c")
        && MAKER.matcher(argv.get(2)).find();
  }

  /** Whether strict expansion failed by what a shell would have understood. */
  static boolean isNeeded(List<LabelProblem> problems) {
    return problems.stream().anyMatch(problem -> UNDERSTOOD.contains(problem.kind()))
        && problems.stream().noneMatch(problem -> FATAL.contains(problem.kind()));
  }

  static boolean takesArguments(String text) {
    return ARGUMENTS.matcher(text).find();
  }

  static SortedSet<String> variables(String text) {
    var variables = new TreeSet<String>();
    for (var pattern : List.of(VARIABLE, TOKEN)) {
      pattern.matcher(text).results().forEach(found -> variables.add(found.group(1)));
    }
    return variables;
  }

  /**
   * The words that run it.
   *
   * @param args {@code $1} and following
   * @param engineCommand what {@code docker} and {@code podman} mean in the text
   */
  static List<String> argv(String text, List<String> args, List<String> engineCommand) {
    var argv = new ArrayList<>(List.of(PROGRAM, "-c", engine(text, engineCommand) + tokens(text)));
    if (!args.isEmpty()) {
      argv.add("sh");
      argv.addAll(args);
    }
    return argv;
  }

  /** Functions for those engines' names in the text that are not by themselves the engine's. */
  private static String engine(String text, List<String> engineCommand) {
    var functions = new StringBuilder();
    for (var name : List.of("docker", "podman")) {
      if (!engineCommand.equals(List.of(name))
          && Pattern.compile("\\b" + name + "\\b").matcher(text).find()) {
        functions.append(
            "%s() { command %s \"$@\"; }; ".formatted(name, ShellWords.joinExactly(engineCommand)));
      }
    }
    return functions.toString();
  }

  /** As variables: neither a name nor an image has a character that a shell would act upon. */
  private static String tokens(String text) {
    return TOKEN
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement("${" + found.group(1) + "}"));
  }
}
