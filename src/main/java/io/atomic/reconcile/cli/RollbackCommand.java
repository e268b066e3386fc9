package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Consent;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.plan.Situation.Attachment;
import io.atomic.reconcile.report.ExitStatus;
import java.time.Clock;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code rollback}: goes back to a version of an app that proved itself. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Go back to the version of APP that ran before, as it was recorded: image, manifest and label"
          + " commands.",
      "What its manifest says now is held until it changes, or until 'retry APP'."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it runs as before",
      " 1:it could not be",
      ExitMeaning.USAGE_OR_APP,
      ExitMeaning.ENGINE,
      ExitMeaning.LOCKED,
      ExitMeaning.PERMISSION,
      ExitMeaning.SETTINGS
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ${COMMAND-FULL-NAME} web", "  ${COMMAND-FULL-NAME} web --to 2"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class RollbackCommand implements Callable<Integer> {
  @Mixin RequestOptions options;

  @Option(
      names = "--to",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many versions back (default: ${DEFAULT-VALUE}).")
  int back;

  @Parameters(paramLabel = "APP", description = "The app's name.")
  String target;

  @Override
  public Integer call() {
    if (back < 1) {
      throw new ParameterException(
          options.spec.commandLine(), "--to is %d, but must be 1 or more".formatted(back));
    }
    var app = options.appOr(target);
    var declared = Wiring.manifests(options.global).read().apps().get(app);
    var held = declared == null ? null : declared.resource();
    var found = new AtomicBoolean();
    if (!options.display) {
      var status =
          Amendment.of(
              options.global,
              app,
              record -> {
                var amended = heldBack(record, held);
                found.set(amended != null);
                return amended == null ? record : amended;
              },
              "");
      if (status != ExitStatus.OK) {
        return status;
      }
    }
    return RequestRun.of(
        options,
        (run, interruption) -> {
          var request = new Request.Renew(app);
          if (options.display) {
            var record =
                run.look(request, Attachment.DETACHED).situation().recorded().apps().get(app);
            var to = record == null ? null : record.provenBefore(back);
            found.set(to != null);
            if (to != null) {
              run.console()
                  .print(
                      "%s: would go back to %s (%s), which proved itself on %s%n"
                          .formatted(
                              app,
                              Image.shortId(to.imageId()),
                              to.installation().reference(),
                              to.at()));
              return ExitStatus.OK;
            }
          }
          if (!found.get()) {
            throw new EffectException(
                "tried to roll '%s' back, but there is no version %d back".formatted(app, back),
                "'history %s' tells which there are".formatted(app),
                null);
          }
          return run.run(request, interruption, Consent.ALWAYS);
        });
  }

  private @Nullable AppRecord heldBack(AppRecord record, @Nullable App declared) {
    var to = record.provenBefore(back);
    return to == null
        ? null
        : record
            .withFirst(to)
            .withBad(
                new BadVersion(
                    null,
                    declared == null ? record.manifest() : declared,
                    Collections.emptySortedMap(),
                    "rollback",
                    "",
                    "by-hand",
                    Clock.systemUTC().instant(),
                    null));
  }
}
