package io.atomic.reconcile.cli;

import io.atomic.reconcile.model.AppRecord;
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
      "Nothing is started now."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it is written down",
      " 1:it could not be",
      ExitMeaning.USAGE_OR_APP,
      ExitMeaning.LOCKED,
      ExitMeaning.PERMISSION,
      ExitMeaning.SETTINGS
    },
    footerHeading = "%nExamples:%n",
    footer = "  ${COMMAND-FULL-NAME} web")
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class RetryCommand implements Callable<Integer> {
  @Mixin GlobalOptions global;

  @Parameters(paramLabel = "APP", description = "The app's name.")
  String app;

  @Override
  public Integer call() {
    return Amendment.of(
        global, app, RetryCommand::forgiven, "what failed is forgotten; the next run tries it");
  }

  private static AppRecord forgiven(AppRecord record) {
    var launch = record.launch();
    var failed = launch != null && launch.exitCode() != null && launch.exitCode() != 0;
    var forgiven = record.withBad(List.of()).withCorrections(List.of());
    return failed ? forgiven.withLaunch(null) : forgiven;
  }
}
