package io.atomic.reconcile.cli;

import io.atomic.reconcile.daemon.AlreadyRunningException;
import io.atomic.reconcile.daemon.Chronicle;
import io.atomic.reconcile.daemon.Daemon;
import io.atomic.reconcile.host.ResidentMemory;
import io.atomic.reconcile.report.ExitStatus;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code daemon}: keeps the host as its manifests say. */
@Command(
    name = "daemon",
    mixinStandardHelpOptions = true,
    description = {
      "Keep this host as the manifests say, until told to end: by the schedule of the settings, when"
          + " manifests change, when something happens to an app's container, and when asked.",
      "SIGHUP reads the settings again, SIGUSR1 makes a run, SIGTERM ends after the step that is"
          + " under way."
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it was told to end",
      " 1:nobody could ask it for anything at its socket",
      ExitMeaning.USAGE,
      "75:another daemon runs",
      ExitMeaning.SETTINGS
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ${COMMAND-FULL-NAME}", "  systemctl enable --now atomic-reconcile.service"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class DaemonCommand implements Callable<Integer> {
  @Mixin CommonOptions options;
  @Mixin GuardOptions guards;

  @Override
  public Integer call() {
    var console = new Console(options);
    var loaded = Sources.settings(options);
    console.problems(loaded.problems());
    if (loaded.hasErrors()) {
      return ExitStatus.INVALID;
    }
    var reconciler = new DaemonReconciler(options, guards, console, loaded);
    try (var systemd = new Systemd(System.getenv())) {
      var daemon =
          new Daemon(
              new Daemon.Ports(
                  reconciler,
                  EngineAccess.events(options, reconciler::settings),
                  Sources.manifestChanges(options),
                  systemd,
                  chronicle(console),
                  ResidentMemory.ofThisProcess()::giveBack));
      try (var _ = reconciler.shown(daemon::ailment, daemon::unreadiness)) {
        daemon.run();
      }
      return ExitStatus.OK;
    } catch (IOException e) {
      console.error(
          "tried to listen at '%s' for whoever asks for a run, but %s"
              .formatted(reconciler.terms().control(), e.getMessage()));
      return e instanceof AlreadyRunningException ? ExitStatus.TRY_AGAIN : ExitStatus.FAILED;
    }
  }

  private static Chronicle chronicle(Console console) {
    return new Chronicle() {
      @Override
      public void says(String message) {
        console.says(message);
      }

      @Override
      public void warns(String message, @Nullable String remedy) {
        console.warns(message, remedy);
      }
    };
  }
}
