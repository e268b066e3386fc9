package io.atomic.reconcile.cli;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.report.ExitStatus;
import java.time.Clock;
import java.util.function.UnaryOperator;

/** What somebody says of one app that is recorded: written down, and nothing else. */
final class Amendment {
  private Amendment() {}

  /**
   * Writes it down.
   *
   * @param said printed once it is; empty = nothing
   */
  static int of(GlobalOptions global, String app, UnaryOperator<AppRecord> change, String said) {
    return VerbRun.of(
        global,
        "note what was said of '%s'".formatted(app),
        (wiring, console, interruption) -> {
          var report =
              wiring
                  .applying(MassDeletion.NONE, console.silence(), false, interruption)
                  .amend(RunId.next(Clock.systemUTC()), app, change);
          console.problems(report.problems());
          var status = ExitStatus.of(report, false);
          if (status == ExitStatus.OK && !said.isEmpty()) {
            console.print("%s: %s%n".formatted(app, said));
          }
          return status;
        });
  }
}
