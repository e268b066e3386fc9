package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.plan.Action;
import io.atomic.reconcile.plan.ByHand;
import io.atomic.reconcile.plan.Situation.Attachment;
import io.atomic.reconcile.report.ExitStatus;
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
          if (options.display) {
            var situation = run.look(request, Attachment.DETACHED).situation();
            if (ByHand.stopping(situation, request.app()) instanceof ByHand.Answer.Of(var plan)) {
              run.console().print(CommandDisplay.ofPlan(plan, Action.Stop.class));
            }
            return ExitStatus.OK;
          }
          return run.carryOut(
              request, interruption, situation -> ByHand.stopping(situation, request.app()), true);
        });
  }
}
