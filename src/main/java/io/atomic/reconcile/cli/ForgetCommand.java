package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.plan.ByHand;
import io.atomic.reconcile.report.ExitStatus;
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
    })
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
          if (options.display) {
            return ExitStatus.OK;
          }
          run.checkImage(request, app);
          return run.carryOut(
              request,
              interruption,
              situation -> ByHand.forgetting(situation, request.app()),
              true);
        });
  }
}
