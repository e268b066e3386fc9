package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.report.AppVersions;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.HistoryJson;
import io.atomic.reconcile.report.HistoryText;
import io.atomic.reconcile.report.PastRun;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code history}: what the last runs did. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = {
      "Show the last runs, the latest first: when, how long, and what came of it. Of runs that"
          + " changed nothing and ended like the one before, only the last ten are kept.",
      "With APP those that touched it, the versions of it that 'rollback APP --to N' can go back to,"
          + " and those that are not tried again. It reads the reports of the last runs, changes"
          + " nothing, and asks no engine."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it was shown",
      " 1:the record of earlier runs cannot be used",
      ExitMeaning.USAGE_OR_APP,
      ExitMeaning.PERMISSION,
      ExitMeaning.SETTINGS
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME}",
      "  ${COMMAND-FULL-NAME} web",
      "  ${COMMAND-FULL-NAME} --limit 1 -o json"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class HistoryCommand implements Callable<Integer> {
  @Mixin GlobalOptions global;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Show no more than N runs (default: ${DEFAULT-VALUE}).")
  int limit;

  @Parameters(paramLabel = "APP", arity = "0..1", description = "Show the runs that touched it.")
  @Nullable String app;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new ParameterException(
          global.spec.commandLine(), "--limit is %d, but must be 1 or more".formatted(limit));
    }
    var console = new Console(global);
    var loaded = Sources.settings(global);
    console.problems(loaded.problems());
    if (loaded.hasErrors()) {
      return ExitStatus.INVALID;
    }
    var wiring = new Wiring(global, loaded.settings());
    var retryAfter = loaded.settings().health().retryAfter();
    try {
      return app == null ? all(console, wiring) : of(console, wiring, app, retryAfter);
    } catch (EffectException e) {
      console.problem(e);
      return ExitStatus.of(e);
    }
  }

  private int all(Console console, Wiring wiring) throws EffectException {
    var kept = KeptRuns.of(wiring.state().history());
    show(console, kept, kept.runs(), null, HistoryText.runs(limited(kept.runs()), console.style()));
    return ExitStatus.OK;
  }

  private int of(Console console, Wiring wiring, String name, Duration retryAfter)
      throws EffectException {
    var kept = KeptRuns.of(wiring.state().history());
    var id = ResourceId.app(name);
    var runs = new ArrayList<PastRun>();
    for (var run : kept.runs()) {
      var touching = run.of(id.toString());
      if (touching != null) {
        runs.add(touching);
      }
    }
    var record = wiring.state().recorded().apps().get(name);
    if (record == null && runs.isEmpty() && !isDeclared(id)) {
      console.error(
          "there is no app '%s': it is neither declared nor recorded, and no run that is kept touched"
                  .formatted(name)
              + " it");
      return ExitStatus.USAGE;
    }
    var versions =
        record == null ? null : AppVersions.of(record, retryAfter, Clock.systemUTC().instant());
    show(
        console,
        kept,
        runs,
        versions,
        HistoryText.app(name, limited(runs), versions, console.style()));
    return ExitStatus.OK;
  }

  private boolean isDeclared(ResourceId id) {
    var desired = Sources.manifests(global).read();
    return desired.apps().containsKey(id.name()) || desired.invalid().contains(id);
  }

  private void show(
      Console console,
      KeptRuns kept,
      List<PastRun> runs,
      @Nullable AppVersions versions,
      String text) {
    if (console.isText()) {
      console.print(text);
    } else {
      console.print(HistoryJson.of(limited(runs), versions, kept.problems()));
    }
    console.problems(kept.problems());
  }

  private List<PastRun> limited(List<PastRun> runs) {
    return runs.subList(0, Math.min(limit, runs.size()));
  }
}
