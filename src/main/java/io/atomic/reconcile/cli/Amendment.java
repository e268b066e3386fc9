package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.Updates;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.report.ExitStatus;
import java.time.Clock;
import java.util.function.UnaryOperator;

/** What somebody says of an app or host that is recorded: written down, and nothing else. */
final class Amendment {
  private Amendment() {}

  /** Writes it down in the record. */
  private interface Writing {
    RunReport in(Cycle cycle, String runId);
  }

  /**
   * Writes it down of an app.
   *
   * @param said printed once it is; empty = nothing
   */
  static int of(GlobalOptions global, String app, UnaryOperator<AppRecord> change, String said) {
    return of(global, app, (cycle, runId) -> cycle.amend(runId, app, change), said);
  }

  /** The same of the host. */
  static int of(
      GlobalOptions global, ResourceId host, UnaryOperator<HostRecord> change, String said) {
    return of(global, host.toString(), (cycle, runId) -> cycle.amend(runId, host, change), said);
  }

  private static int of(GlobalOptions global, String name, Writing writing, String said) {
    return VerbRun.of(
        global,
        "note what was said of '%s'".formatted(name),
        (wiring, console, interruption) -> {
          var report =
              writing.in(
                  wiring.applying(
                      MassDeletion.NONE, Console.SILENCE, false, interruption, Updates.ASKED),
                  RunId.next(Clock.systemUTC()));
          console.problems(report.problems());
          var status = ExitStatus.of(report, false);
          if (status == ExitStatus.OK && !said.isEmpty()) {
            console.print("%s: %s%n".formatted(name, said));
          }
          return status;
        });
  }
}
