package io.atomic.reconcile.cli;

import io.atomic.reconcile.model.Suspension;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code suspend}: has runs leave an app alone. */
@Command(
    name = "suspend",
    mixinStandardHelpOptions = true,
    description = {
      "Have runs leave APP alone, whatever its manifest says and whatever happens to its container,"
          + " until 'resume APP' or for a time. It is not stopped."
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
    footer = {"  ${COMMAND-FULL-NAME} db --reason 'restoring a backup' --for 2h"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class SuspendCommand implements Callable<Integer> {
  @Mixin GlobalOptions global;

  @Parameters(paramLabel = "APP", description = "The app's name.")
  String app;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever looks.")
  @Nullable String reason;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "It ends by itself after DURATION, such as 2h.")
  @Nullable Duration length;

  @Override
  public Integer call() {
    var now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    var suspension = new Suspension(reason, now, length == null ? null : now.plus(length));
    return Amendment.of(
        global, app, record -> record.withSuspension(suspension), suspension.text());
  }
}
