package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Updates;
import io.atomic.reconcile.model.FormerInstallation;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.FormerApp;
import io.atomic.reconcile.plan.Imported;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.RunText;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes over what Project Atomic's own tool has installed: first each app is recorded as it is,
 * which runs leave alone, then its manifest is written. Interrupted, it can simply be repeated.
 */
final class AtomicTakeover {
  private final GlobalOptions global;
  private final Console console;
  private final Wiring wiring;
  private final Interruption interruption;

  AtomicTakeover(GlobalOptions global, Console console, Wiring wiring, Interruption interruption) {
    this.global = global;
    this.console = console;
    this.wiring = wiring;
    this.interruption = interruption;
  }

  int of(
      List<FormerInstallation> installations,
      EngineView.Reached engine,
      ImportedContainers containers,
      @Nullable Path directory,
      boolean dryRun)
      throws EffectException, InterruptedException {
    if (installations.isEmpty()) {
      console.print("the record of the atomic tool says that nothing is installed\n");
      return ExitStatus.OK;
    }
    var apps = new FormerApps(engine, containers, wiring.host().prefix());
    apps.find(installations);
    var undeclared = undeclared(apps.found());
    if (dryRun) {
      new ImportedManifests(console, null).put(undeclared);
    } else {
      var manifests = new ImportedManifests(console, directory == null ? usual() : directory);
      manifests.check(undeclared);
      var status = record(apps.found());
      if (status != ExitStatus.OK) {
        return status;
      }
      manifests.put(undeclared);
    }
    apps.failures().forEach(console::problem);
    return apps.failures().isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
  }

  /** A second manifest of an app would make both of them invalid. */
  private List<Imported> undeclared(List<FormerApp> apps) {
    var declared = Sources.manifests(global).read().apps();
    var undeclared = new ArrayList<Imported>();
    for (var one : apps) {
      var app = one.imported().app();
      var manifest = declared.get(app.name());
      if (manifest == null) {
        undeclared.add(one.imported());
      } else {
        console.problems(
            List.of(
                new Problem(
                    Problem.Severity.NOTICE,
                    ResourceId.app(app.name()),
                    null,
                    "declared in %s already: no manifest is written"
                        .formatted(manifest.placeText()),
                    null)));
      }
    }
    return undeclared;
  }

  /** Of several directories of manifests, the one that overrides the others. */
  private Path usual() {
    var named = global.manifestDirectories();
    return named.isEmpty() ? global.rootOrDefault().resolve("etc/atomic.d") : named.getLast();
  }

  private int record(List<FormerApp> apps) throws EffectException {
    var clock = Clock.systemUTC();
    var progress = console.progress();
    var report =
        wiring
            .applying(MassDeletion.NONE, progress, false, interruption, Updates.ASKED)
            .carryOut(
                RunId.next(clock),
                situation -> FormerApp.adopting(situation, apps, clock.instant()));
    progress.close();
    console.problems(report.problems());
    console.print(RunText.of(report, console.style()));
    return ExitStatus.of(report, false);
  }
}
