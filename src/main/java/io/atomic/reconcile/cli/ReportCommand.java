package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.HtmlReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report}: everything on one page. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Write a page about this host: the apps and how they are, what needs what, the last runs, and"
          + " what the next one would do. It is one file that loads nothing; it changes nothing"
          + " else."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it was written",
      " 1:it could not be written, or this host not be looked at",
      ExitMeaning.USAGE,
      ExitMeaning.ENGINE_UNKNOWN,
      ExitMeaning.PERMISSION,
      ExitMeaning.INVALID_MANIFEST
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME} --html /var/www/html/host.html",
      "  ${COMMAND-FULL-NAME} --html -"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class ReportCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  @Mixin CommonOptions global;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      required = true,
      description = "Write the page to FILE; '-' is standard output.")
  String file;

  @Override
  public Integer call() {
    return VerbRun.of(
        global,
        "report on this host",
        (wiring, console, _) -> {
          var cycle = wiring.looking(MassDeletion.NONE, console.progress());
          return switch (cycle.look(new SelectionOptions().targets(List.of()))) {
            case Look.UnknownApp(var message) -> {
              console.error(message);
              yield ExitStatus.USAGE;
            }
            case Look.Seen(var proposal) ->
                write(console, proposal, KeptRuns.of(wiring.state().history()));
          };
        });
  }

  private int write(Console console, Proposal proposal, KeptRuns kept) throws EffectException {
    var page = HtmlReport.of(proposal, kept.runs(), kept.problems());
    if (file.equals(STANDARD_OUTPUT)) {
      console.print(page);
    } else {
      new WrittenReport(Path.of(file)).replace(page);
      console.print("wrote %s\n".formatted(file));
    }
    console.problems(proposal.situation().desired().problems());
    console.problems(kept.problems());
    return ExitStatus.ofLook(proposal);
  }
}
