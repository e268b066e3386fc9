package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Consent;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Errand;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.plan.ByHand;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Situation.Attachment;
import io.atomic.reconcile.report.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code update}: fetches what an app's image reference means by now. */
@Command(
    name = "update",
    mixinStandardHelpOptions = true,
    description = {
      "Pull what the app's image reference means in its registry by now. What runs goes on with the"
          + " image that it has, unless --force is given."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:the image is on disk; with --force the app went over to it",
      " 1:it could not be pulled, or the app could not go over to it",
      " N:with --force: that of a label command that failed",
      ExitMeaning.USAGE_OR_APP,
      ExitMeaning.ENGINE,
      ExitMeaning.LOCKED,
      ExitMeaning.PERMISSION,
      ExitMeaning.SETTINGS
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME} web",
      "  ${COMMAND-FULL-NAME} --force web",
      "  ${COMMAND-FULL-NAME} --display --force web"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class UpdateCommand implements Callable<Integer> {
  @Mixin RequestOptions options;

  @Option(
      names = {"-f", "--force"},
      description = "Go over to the new image: stop, uninstall, install and run.")
  boolean force;

  @Parameters(paramLabel = "NAME|IMAGE", description = "The app, or the image it is named after.")
  String target;

  @Override
  public Integer call() {
    var request = new Request.Renew(options.appOr(target));
    return RequestRun.of(
        options,
        (run, interruption) -> {
          run.checkImage(request, target);
          Errand fetching = situation -> ByHand.fetching(situation, request.app());
          if (options.display) {
            var status = run.display(request, fetching, run::steps);
            return status == ExitStatus.OK && force ? displayed(run, request) : status;
          }
          var status = run.carryOut(request, interruption, fetching, !force);
          if (status != ExitStatus.OK) {
            return status;
          }
          if (force) {
            return run.run(request, interruption, Consent.ALWAYS);
          }
          if (run.console().isText()) {
            run.console().print(told(run, request));
          }
          return ExitStatus.OK;
        });
  }

  /** What follows with the image that is on disk now, which may not be the one that is fetched. */
  private static int displayed(RequestRun run, Request request)
      throws EffectException, InterruptedException {
    var plan = run.look(request, Attachment.DETACHED).plan();
    run.console()
        .print(
            plan.isEmpty()
                ? "%s: what follows is known after fetch%n".formatted(request.app())
                : run.steps(plan));
    return ExitStatus.OK;
  }

  private static String told(RequestRun run, Request request)
      throws EffectException, InterruptedException {
    var proposal = run.look(request, Attachment.DETACHED);
    for (var change : proposal.plan().changes().values()) {
      if (change instanceof Change.Held held) {
        throw new EffectException(
            "the image is on disk, but '%s' could not go over to it: %s"
                .formatted(request.app(), held.message()),
            held.remedy(),
            null);
      }
      if (change instanceof Change.Converge converge && converge.target().image() != null) {
        var record = proposal.situation().recorded().apps().get(request.app());
        var installed = record == null ? null : record.installation();
        var image = converge.target().image().id();
        if (installed != null && !installed.imageId().equals(image)) {
          return "%s: %s is on disk now; it still is %s, until %s%n"
              .formatted(
                  request.app(),
                  Image.shortId(image),
                  Image.shortId(installed.imageId()),
                  converge.target().place() == null
                      ? "'atomic update --force %s'".formatted(request.app())
                      : "the next run");
        }
      }
    }
    return "%s: it has the latest already%n".formatted(request.app());
  }
}
