package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.report.AppStatus;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.HostStatus;
import io.atomic.reconcile.report.PlanText;
import io.atomic.reconcile.report.StatusJson;
import io.atomic.reconcile.report.StatusTable;
import io.atomic.reconcile.report.StatusText;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code status}: how the host and the apps are. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Show how the host and the apps are and whether they are what the manifests say; changes"
          + " nothing.",
      "The host is asked for as 'host' or Host/NAME, where no app is called that."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:nothing is held",
      " 1:an app or the host is held, or the next run would be refused",
      ExitMeaning.USAGE_OR_RESOURCE,
      ExitMeaning.ENGINE_UNKNOWN,
      ExitMeaning.PERMISSION,
      ExitMeaning.INVALID_MANIFEST
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME}",
      "  ${COMMAND-FULL-NAME} web",
      "  ${COMMAND-FULL-NAME} host",
      "  ${COMMAND-FULL-NAME} -l tier=front -o json"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class StatusCommand implements Callable<Integer> {
  @Mixin GlobalOptions global;
  @Mixin SelectionOptions selection;

  @Parameters(
      paramLabel = "APP",
      arity = "0..1",
      description = "Show everything about one app, or about the host.")
  @Nullable String name;

  @Override
  public Integer call() {
    return VerbRun.look(
        global,
        selection.targets(name == null ? List.of() : List.of(name)),
        (wiring, console) -> wiring.looking(new MassDeletion(false, null), console.progress()),
        this::show);
  }

  private int show(Console console, Proposal proposal) {
    var host = HostStatus.of(proposal);
    var apps = AppStatus.all(proposal);
    if (!console.isText()) {
      console.print(StatusJson.of(proposal, host, apps));
    } else if (name == null) {
      console.print(StatusTable.of(host, apps, console.style()));
      console.print(PlanText.nextOpening(proposal.plan()));
    } else {
      if (host != null) {
        console.print(StatusText.of(host, console.style()));
      }
      apps.forEach(one -> console.print(StatusText.of(one, console.style())));
    }
    console.problems(proposal.situation().desired().problems());
    return ExitStatus.of(proposal, false);
  }
}
