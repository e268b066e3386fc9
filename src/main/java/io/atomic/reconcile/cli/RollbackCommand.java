package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Consent;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.ProvenVersion;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Change.Reason;
import io.atomic.reconcile.plan.Situation;
import io.atomic.reconcile.plan.Situation.Attachment;
import io.atomic.reconcile.report.ExitStatus;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
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
    var declared = Sources.manifests(options.global).read().apps().get(app);
    var held = declared == null ? null : declared.resource();
    return RequestRun.of(
        options,
        (run, interruption) -> {
          var request = new Request.Renew(app);
          var to = wayBack(app, run.look(request, Attachment.DETACHED).situation());
          if (options.display) {
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
          var status =
              Amendment.of(
                  options.global,
                  app,
                  record -> Objects.requireNonNullElse(heldBack(record, held), record),
                  "");
          return status == ExitStatus.OK ? run.run(request, interruption, Consent.ALWAYS) : status;
        });
  }

  /** What there is to go back to; looked at before anything is written down. */
  private ProvenVersion wayBack(String app, Situation situation) throws EffectException {
    var record = situation.recorded().apps().get(app);
    var to = record == null ? null : record.provenBefore(back);
    if (to == null) {
      throw new EffectException(
          "tried to roll '%s' back, but there is no version %d back".formatted(app, back),
          "'history %s' tells which there are".formatted(app),
          null);
    }
    if (situation.observed().engine() instanceof EngineView.Unreachable(var why, var remedy)) {
      var id = ResourceId.app(app);
      throw EffectException.of(
          new Held(id, Reason.ENGINE_UNAVAILABLE, why, remedy, true, List.of()));
    }
    if (situation.observed().engine() instanceof EngineView.Reached engine
        && engine.images().stream().noneMatch(image -> image.id().equals(to.imageId()))) {
      throw new EffectException(
          "tried to roll '%s' back to %s, but the image of that version is not on disk any more"
              .formatted(app, Image.shortId(to.imageId())),
          "load it or pull it first (%s), or go back to another one"
              .formatted(to.installation().reference()),
          null);
    }
    return to;
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
