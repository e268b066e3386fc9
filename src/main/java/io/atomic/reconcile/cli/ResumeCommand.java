package io.atomic.reconcile.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code resume}: ends what {@code suspend} began. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Have runs converge APP again, after 'suspend APP'.",
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
    footer = {"  ${COMMAND-FULL-NAME} db"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class ResumeCommand implements Callable<Integer> {
  @Mixin GlobalOptions global;

  @Parameters(paramLabel = "APP", description = "The app's name.")
  String app;

  @Override
  public Integer call() {
    return Amendment.of(
        global, app, record -> record.withSuspension(null), "the next run converges it again");
  }
}
