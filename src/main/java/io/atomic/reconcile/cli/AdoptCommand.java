package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.plan.ByHand;
import io.atomic.reconcile.report.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code adopt}: takes over a container that somebody else made. */
@Command(
    name = "adopt",
    mixinStandardHelpOptions = true,
    description = {
      "Record the container called NAME as the app NAME, as it is: it is not restarted.",
      "Its STOP and UNINSTALL labels are those of its image. From now on stop and uninstall know it,"
          + " and so does a manifest of that name."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class AdoptCommand implements Callable<Integer> {
  @Mixin RequestOptions options;

  @Parameters(paramLabel = "NAME", description = "The container's name.")
  String container;

  @Override
  public Integer call() {
    if (options.name != null && !options.name.equals(container)) {
      throw new ParameterException(
          options.spec.commandLine(),
          "a container is adopted under its own name: rename it, or leave --name away");
    }
    var request = new Request.Renew(options.appOr(container));
    return RequestRun.of(
        options,
        (run, interruption) ->
            options.display
                ? ExitStatus.OK
                : run.carryOut(
                    request,
                    interruption,
                    situation -> ByHand.adopting(situation, request.app()),
                    true));
  }
}
