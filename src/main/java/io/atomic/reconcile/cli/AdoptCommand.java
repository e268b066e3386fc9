package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Errand;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.plan.ByHand;
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
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it is recorded",
      " 1:there is no such container, or it was refused",
      ExitMeaning.USAGE,
      ExitMeaning.ENGINE,
      ExitMeaning.LOCKED,
      ExitMeaning.PERMISSION,
      ExitMeaning.SETTINGS
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME} old-database",
      "  ${COMMAND-FULL-NAME} --display old-database"
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
        (run, interruption) -> {
          Errand adopting = situation -> ByHand.adopting(situation, request.app());
          return options.display
              ? run.display(request, adopting, run::steps)
              : run.carryOut(request, interruption, adopting, true);
        });
  }
}
