package io.atomic.reconcile.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words that start a program in a session of its own, but only when a line comes on standard
 * input. Where that ends without a line, because we died, nothing is run.
 *
 * <p>The gate is a shell, and shells do not hand every variable on as they got it. Those that they
 * would change are therefore left to env(1), which the shell becomes before it becomes the program.
 * Only their values are words of a command line, for that moment; they are no place for a secret.
 */
final class Gate {
  /** Opens it. */
  static final String KEY = "go\n";

  /** A shell reads a line and not a byte more, so that what follows is for the program. */
  private static final String WITH_INPUT = "read -r _ && exec \"$@\"";

  private static final String WITHOUT_INPUT = WITH_INPUT + " </dev/null";
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Variables that a shell adds to the environment by itself. */
  private static final List<String> ADDED = List.of("OLDPWD", "PWD", "SHLVL", "_");

  /** Variables that a shell sets, hides or acts upon. */
  private static final Set<String> TAKEN =
      Set.of(
          """
          _ BASHOPTS BASHPID COLUMNS DIRSTACK ENV EPOCHREALTIME EPOCHSECONDS EUID FUNCNAME GROUPS \
          HISTCMD IFS LINENO LINES MAILCHECK OLDPWD OPTARG OPTERR OPTIND PIPESTATUS POSIXLY_CORRECT \
          PPID PS1 PS2 PS4 PWD RANDOM SECONDS SHELLOPTS SHLVL SRANDOM UID\
          """
              .split(" "));

  /** Of an unknown locale bash complains into the program's output; LD_ would act on the shell. */
  private static final Pattern TAKEN_PREFIX = Pattern.compile("(?:BASH_|LC_|LANG|LD_).*");

  private final Path shell;

  Gate(Path shell) {
    this.shell = shell;
  }

  /** Null = it can; otherwise why the environment cannot be handed on. */
  static @Nullable String reasonAgainst(SortedMap<String, String> environment) {
    for (var name : environment.keySet()) {
      if (!NAME.matcher(name).matches()) {
        return "'%s' is no name for an environment variable".formatted(name);
      }
    }
    return null;
  }

  /** The part of the environment that the gate itself can be started with. */
  static Map<String, String> own(SortedMap<String, String> environment) {
    var own = new TreeMap<>(environment);
    own.keySet().removeIf(Gate::isTaken);
    return own;
  }

  List<String> words(Path program, ChildCommand command) {
    var script = command.input().isEmpty() ? WITHOUT_INPUT : WITH_INPUT;
    var words = new ArrayList<>(List.of(tool("setsid"), shell.toString(), "-c", script, "sh"));
    words.add(tool("env"));
    for (var name : ADDED) {
      if (!command.environment().containsKey(name)) {
        words.addAll(List.of("-u", name));
      }
    }
    command
        .environment()
        .forEach((name, value) -> {
          if (isTaken(name)) {
            words.add(name + "=" + value);
          }
        });
    words.add(program.toString());
    words.addAll(command.argv().subList(1, command.argv().size()));
    return words;
  }

  private static boolean isTaken(String name) {
    return TAKEN.contains(name) || TAKEN_PREFIX.matcher(name).matches();
  }

  /** Not looked up in the child's PATH, which may hold anything. */
  private static String tool(String name) {
    var usual = Path.of("/usr/bin", name);
    return Files.isExecutable(usual) ? usual.toString() : "/bin/" + name;
  }
}
