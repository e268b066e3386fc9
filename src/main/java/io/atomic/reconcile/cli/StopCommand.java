package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Errand;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.ByHand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stop}: stops an app by hand. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = {
      "Run the STOP command that was recorded when the app was installed, then stop its container"
          + " if it still runs.",
      "It stays installed."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it is stopped, or was",
      " 1:it could not be",
      " N:that of the command, where it was run and failed",
      ExitMeaning.USAGE_OR_APP,
      ExitMeaning.ENGINE,
      ExitMeaning.LOCKED,
      ExitMeaning.PERMISSION,
      ExitMeaning.SETTINGS
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME} web",
      "  ${COMMAND-FULL-NAME} quay.io/me/httpd:2.4",
      "  ${COMMAND-FULL-NAME} --display web"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class StopCommand implements Callable<Integer> {
  @Mixin RequestOptions options;
  @Mixin WordsOptions words;

  @Parameters(
      index = "0",
      paramLabel = "NAME|IMAGE",
      description = "The app, or the image it is named after.")
  String target;

  @Parameters(
      index = "1..*",
      paramLabel = "ARG",
      description =
          "Words behind the label's own, for this once; what begins with a dash goes behind '--'.")
  List<String> args = new ArrayList<>();

  @Override
  public Integer call() {
    var request = new Request.Stop(options.appOr(target), words.of(args, null));
    return RequestRun.of(
        options,
        (run, interruption) -> {
          run.checkImage(request, target);
          Errand stopping = situation -> ByHand.stopping(situation, request.app());
          return options.display
              ? run.display(
                  request, stopping, plan -> CommandDisplay.ofPlan(plan, AppAction.Stop.class))
              : run.carryOut(request, interruption, stopping, true);
        });
  }
}
