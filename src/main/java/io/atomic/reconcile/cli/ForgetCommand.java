package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Errand;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.plan.ByHand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code forget}: drops an app from the record. */
@Command(
    name = "forget",
    mixinStandardHelpOptions = true,
    description = {
      "Drop APP from the record and touch nothing of it: container, image, files and data stay.",
      "While a manifest declares it, the next run finds its container again, or makes a conflict of"
          + " it."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it is forgotten",
      " 1:it could not be",
      ExitMeaning.USAGE_OR_APP,
      ExitMeaning.LOCKED,
      ExitMeaning.PERMISSION,
      ExitMeaning.SETTINGS
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ${COMMAND-FULL-NAME} web", "  ${COMMAND-FULL-NAME} --display web"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class ForgetCommand implements Callable<Integer> {
  @Mixin RequestOptions options;

  @Parameters(paramLabel = "APP", description = "The app's name.")
  String app;

  @Override
  public Integer call() {
    var request = new Request.Renew(options.appOr(app));
    return RequestRun.of(
        options,
        (run, interruption) -> {
          run.checkImage(request, app);
          Errand forgetting = situation -> ByHand.forgetting(situation, request.app());
          return options.display
              ? run.display(request, forgetting, run::steps)
              : run.carryOut(request, interruption, forgetting, true);
        });
  }
}
