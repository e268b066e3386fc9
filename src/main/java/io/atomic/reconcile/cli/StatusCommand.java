package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.report.AppStatus;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.StatusJson;
import io.atomic.reconcile.report.StatusText;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code status}: how the apps are. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Show how the apps are and whether they are what the manifests say; changes nothing."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:nothing is held",
      " 1:an app is held, or the next run would be refused",
      ExitMeaning.USAGE_OR_APP,
      "69:the container engine cannot be reached, so that nobody knows",
      ExitMeaning.PERMISSION,
      "78:invalid settings, or an invalid manifest"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME}",
      "  ${COMMAND-FULL-NAME} web",
      "  ${COMMAND-FULL-NAME} -l tier=front -o json"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class StatusCommand implements Callable<Integer> {
  @Mixin GlobalOptions global;
  @Mixin SelectionOptions selection;

  @Parameters(paramLabel = "APP", arity = "0..1", description = "Show everything about one app.")
  @Nullable String app;

  @Override
  public Integer call() {
    return VerbRun.look(
        global,
        selection.targets(app == null ? List.of() : List.of(app)),
        (wiring, console) -> wiring.looking(new MassDeletion(false, null), console.progress()),
        this::show);
  }

  private int show(Console console, Proposal proposal) {
    var apps =
        AppStatus.all(proposal).stream()
            .filter(one -> app == null || one.id().name().equals(app))
            .toList();
    if (!console.isText()) {
      console.print(StatusJson.of(proposal, apps));
    } else if (app == null) {
      console.print(StatusText.table(apps, console.style()));
    } else {
      apps.forEach(one -> console.print(StatusText.detail(one, console.style())));
    }
    console.problems(proposal.situation().desired().problems());
    return ExitStatus.of(proposal, false);
  }
}
