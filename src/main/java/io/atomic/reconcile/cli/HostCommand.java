package io.atomic.reconcile.cli;

import io.atomic.reconcile.process.AttachedChild;
import io.atomic.reconcile.process.ProgramSearch;
import io.atomic.reconcile.report.ExitStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code host}: the operating system's deployments, by the tool that keeps them. */
@Command(
    name = "host",
    mixinStandardHelpOptions = true,
    description = {
      "Show or change which deployment of the operating system this host boots.",
      "VERB is status, upgrade, rebase, deploy or rollback. VERB and ARGs are given to rpm-ostree;"
          + " its output and exit status are this program's. Project Atomic's --downgrade,"
          + " --check-diff and --pretty are understood."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:rpm-ostree did it",
      " 1:rpm-ostree failed, or this host is not kept by it",
      " N:any other of rpm-ostree's own",
      ExitMeaning.USAGE
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME} status",
      "  ${COMMAND-FULL-NAME} upgrade --check",
      "  ${COMMAND-FULL-NAME} rebase fedora:fedora/x86_64/silverblue/43"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class HostCommand implements Callable<Integer> {
  private static final List<String> VERBS =
      List.of("status", "upgrade", "rebase", "deploy", "rollback");

  private static final String TOOL = "rpm-ostree";

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "VERB", description = "What to do.")
  String verb;

  @Parameters(index = "1..*", paramLabel = "ARG", description = "What the tool is told besides.")
  List<String> args = new ArrayList<>();

  /** Options that Project Atomic spelled otherwise than rpm-ostree does today; empty = dropped. */
  private static String spelled(String word) {
    return switch (word) {
      case "--downgrade" -> "--allow-downgrade";
      case "--check-diff" -> "--preview";
      // Its status is nothing else by now.
      case "--pretty" -> "";
      default -> word;
    };
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!VERBS.contains(verb)) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is no verb of host: those are %s".formatted(verb, String.join(", ", VERBS)));
    }
    var environment = new TreeMap<>(System.getenv());
    if (ProgramSearch.find(TOOL, environment, Path.of("/"))
        instanceof ProgramSearch.Found.Nothing) {
      complain(
          "tried to find %s on PATH, but it is not there: this host is not kept by it"
              .formatted(TOOL));
      return ExitStatus.FAILED;
    }
    var argv = new ArrayList<>(List.of(TOOL, verb));
    args.stream().map(HostCommand::spelled).filter(word -> !word.isEmpty()).forEach(argv::add);
    return switch (AttachedChild.run(argv, environment, Duration.ofSeconds(10))) {
      case AttachedChild.Ending.Exited(var code) -> code;
      case AttachedChild.Ending.NotStarted(var reason) -> {
        complain("tried to run %s, but %s".formatted(TOOL, reason));
        yield ExitStatus.FAILED;
      }
    };
  }

  /** All other options are the tool's, so none chooses a style. */
  private static void complain(String message) {
    System.err.print(LogStyle.of(null).error(message));
  }
}
