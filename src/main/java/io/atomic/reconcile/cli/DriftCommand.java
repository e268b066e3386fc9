package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.report.DriftJson;
import io.atomic.reconcile.report.DriftText;
import io.atomic.reconcile.report.DriftedResource;
import io.atomic.reconcile.report.ExitStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code drift}: what somebody else has changed. */
@Command(
    name = "drift",
    mixinStandardHelpOptions = true,
    description = {
      "Show what of the host and the apps is not any more as it was made, and what the next run does"
          + " about it; changes nothing.",
      "The host is named 'host' or Host/NAME, where no app is called that. An app whose manifest says 'drift: ignore' is not looked at."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:there is no drift",
      " 1:this host could not be looked at",
      " 2:there is drift, whatever its manifest says about it",
      ExitMeaning.USAGE_OR_RESOURCE,
      ExitMeaning.ENGINE_UNKNOWN,
      ExitMeaning.PERMISSION,
      "78:invalid settings, or an invalid manifest while nothing has drifted"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME}",
      "  ${COMMAND-FULL-NAME} web db",
      "  ${COMMAND-FULL-NAME} host",
      "  ${COMMAND-FULL-NAME} -l tier=front -o json"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class DriftCommand implements Callable<Integer> {
  @Mixin GlobalOptions global;
  @Mixin SelectionOptions selection;

  @Parameters(paramLabel = "APP", arity = "0..*", description = "Look at these only.")
  List<String> names = new ArrayList<>();

  @Override
  public Integer call() {
    return VerbRun.look(
        global,
        selection.targets(names),
        (wiring, console) -> wiring.looking(MassDeletion.NONE, console.progress()),
        DriftCommand::show);
  }

  private static int show(Console console, Proposal proposal) {
    var drift = DriftedResource.all(proposal);
    if (console.isText()) {
      console.print(DriftText.of(drift, console.style()));
    } else {
      console.print(DriftJson.of(proposal, drift));
    }
    console.problems(proposal.situation().desired().problems());
    return ExitStatus.of(proposal, drift);
  }
}
