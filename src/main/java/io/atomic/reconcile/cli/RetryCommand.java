package io.atomic.reconcile.cli;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.ResourceId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code retry}: lets a version that failed be tried again. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = {
      "Let the next run try again what it would not: a version of APP that failed, one that somebody"
          + " went back from, a run to completion that failed, drift that came back too often.",
      "Of the host, Host/NAME, it is what did not boot, or what its tool refused.",
      "Nothing is started now."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it is written down",
      " 1:it could not be",
      ExitMeaning.USAGE_OR_RESOURCE,
      ExitMeaning.LOCKED,
      ExitMeaning.PERMISSION,
      ExitMeaning.SETTINGS
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ${COMMAND-FULL-NAME} web", "  ${COMMAND-FULL-NAME} Host/host"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class RetryCommand implements Callable<Integer> {
  private static final String SAID = "what failed is forgotten; the next run tries it";

  @Mixin GlobalOptions global;

  @Parameters(paramLabel = "APP", description = "The app's name, or Host/NAME.")
  String name;

  @Override
  public Integer call() {
    return SelectionOptions.isHost(name)
        ? Amendment.of(global, ResourceId.parse(name), HostRecord::withoutFailures, SAID)
        : Amendment.of(global, name, RetryCommand::forgiven, SAID);
  }

  private static AppRecord forgiven(AppRecord record) {
    var launch = record.launch();
    var failed = launch != null && launch.exitCode() != null && launch.exitCode() != 0;
    var forgiven = record.withBad(List.of()).withCorrections(List.of());
    return failed ? forgiven.withLaunch(null) : forgiven;
  }
}
