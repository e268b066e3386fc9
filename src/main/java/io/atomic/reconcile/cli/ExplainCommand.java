package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.report.AppStatus;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.ExplainJson;
import io.atomic.reconcile.report.ExplainText;
import io.atomic.reconcile.report.HostStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code explain}: why an app or the host is as it is, and what comes next. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Tell everything about one app that is declared or recorded: where its manifest stands, which"
          + " image it means, what each label command says and becomes on this host, with which"
          + " variables, what it needs and what the manifest grants, what authors got wrong in it,"
          + " what was made, what each field was compared to (all of them with -v), and what the next"
          + " run would do and why.",
      "Of the host, named 'host' or Host/NAME where no app is called that: its deployments, what of"
          + " the one that boots next was compared to its manifest, what failed, and whether it may"
          + " reboot now.",
      "It changes nothing. Values of secrets are never shown."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it is, or will be, as it should",
      " 1:it is held, or would be refused",
      ExitMeaning.USAGE_OR_RESOURCE,
      "69:the container engine cannot be reached: what is known without it is told",
      ExitMeaning.PERMISSION,
      "78:invalid settings or manifests"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME} httpd",
      "  ${COMMAND-FULL-NAME} host",
      "  ${COMMAND-FULL-NAME} httpd -o json | jq '.commands[].argv'"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class ExplainCommand implements Callable<Integer> {
  @Mixin GlobalOptions global;

  @Parameters(paramLabel = "APP", description = "Name of the app, or the host.")
  String name;

  @Override
  public Integer call() {
    return VerbRun.look(
        global,
        new SelectionOptions().targets(List.of(name)),
        (wiring, console) -> wiring.planning(new MassDeletion(false, null), console.progress()),
        this::show);
  }

  private int show(Console console, Proposal proposal) {
    var host = HostStatus.of(proposal);
    for (var status : host == null ? AppStatus.all(proposal) : List.of(host)) {
      if (console.isText()) {
        console.print(ExplainText.of(proposal, status, console.style(), console.detail()));
      } else {
        console.print(ExplainJson.of(proposal, status));
      }
    }
    console.problems(proposal.situation().desired().problems());
    return ExitStatus.of(proposal, false);
  }
}
