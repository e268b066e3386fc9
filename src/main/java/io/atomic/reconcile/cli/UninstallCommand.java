package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Consent;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Situation.Attachment;
import io.atomic.reconcile.report.ExitStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code uninstall}: undoes {@code install} by hand. */
@Command(
    name = "uninstall",
    mixinStandardHelpOptions = true,
    description = {
      "Run the UNINSTALL command that was recorded when the app was installed, then remove its"
          + " container, its image if nobody else uses it, and its record.",
      "Data of the app stays, unless its manifest says 'purgeData: true' and --purge-data is given."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it is gone",
      " 1:it could not be removed, or was refused",
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
      "  ${COMMAND-FULL-NAME} --display web",
      "  ${COMMAND-FULL-NAME} --purge-data web"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class UninstallCommand implements Callable<Integer> {
  @Mixin RequestOptions options;
  @Mixin WordsOptions words;

  @Option(
      names = {"-f", "--force"},
      description = "Accepted for those used to it: the app's container is removed anyway.")
  boolean force;

  @Option(names = GuardOptions.PURGE_DATA, description = GuardOptions.PURGE_DATA_MEANING)
  boolean purgeData;

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
    var request = new Request.Uninstall(options.appOr(target), words.of(args, null));
    return RequestRun.of(
        options,
        purgeData,
        (run, interruption) -> {
          run.checkImage(request, target);
          if (options.display) {
            var plan = run.look(request, Attachment.DETACHED).plan();
            run.console().print(CommandDisplay.ofPlan(plan, AppAction.Uninstall.class));
            return ExitStatus.OK;
          }
          return run.run(
              request,
              interruption,
              proposal -> {
                run.console().problems(proposal.plan().notices());
                return new Consent.Answer.Yes();
              });
        });
  }
}
