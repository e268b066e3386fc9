package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Consent;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.cycle.Updates;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.FinishedRun;
import io.atomic.reconcile.report.PlanText;
import io.atomic.reconcile.report.RunJson;
import io.atomic.reconcile.report.RunText;
import io.atomic.reconcile.report.ShownProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run from the command line: what {@code apply} and {@code --once} do. */
final class ApplyRun {
  /** After which no further notification is begun: a timer starts the next run soon. */
  private static final Duration DELIVERY = Duration.ofSeconds(20);

  private final ApplyOptions options;
  private final String runId = RunId.next(Clock.systemUTC());
  private final Console console;
  private final Console inRun;

  ApplyRun(ApplyOptions options) {
    this.options = options;
    this.console = new Console(options.global);
    this.inRun = console.in(runId);
  }

  int call() {
    if (options.dryRun) {
      return new PlanRun(options, null).call();
    }
    var loaded = Sources.settings(options.global);
    console.problems(loaded.problems());
    if (loaded.hasErrors()) {
      return ExitStatus.INVALID;
    }
    var wiring = options.guards.wiring(options.global, loaded.settings());
    var progress = inRun.progress();
    try (var interruption = Interruption.ofThisThread(inRun, options.global.timeout)) {
      var file = PlanFile.among(options.targetsOrNone());
      var agreed = new AtomicReference<@Nullable Proposal>();
      var report =
          wiring
              .applying(
                  options.guards.massDeletion(),
                  progress,
                  options.detailedExitCode,
                  interruption,
                  Updates.ASKED)
              .run(
                  runId,
                  file == null
                      ? options.selection.targets(options.targetsOrNone())
                      : file.targets(),
                  consent(file, agreed));
      var status = reported(progress, report);
      var proposal = agreed.get();
      tellOutside(
          wiring.outlets().monitoring(),
          new FinishedRun(
              report,
              proposal != null && proposal.selection().everything(),
              interruption.isToldToEnd()),
          loaded.problems());
      return status;
    } catch (EffectException e) {
      // It did not come to a run.
      console.problem(e);
      return ExitStatus.of(e);
    }
  }

  private int reported(ShownProgress progress, RunReport report) {
    progress.close();
    var status = ExitStatus.of(report, options.detailedExitCode);
    inRun.problems(report.problems());
    if (inRun.isText()) {
      inRun.print(RunText.of(report, inRun.style()));
    } else {
      inRun.print(RunJson.of(report, status));
    }
    return status;
  }

  /** After the report, since it may take a while; what cannot be delivered the next run tries. */
  private void tellOutside(
      @Nullable Monitoring monitoring, FinishedRun run, List<Problem> settings) {
    if (monitoring == null) {
      return;
    }
    try {
      inRun.problems(monitoring.after(run, settings, null));
      var limit = run.report().verdict() == Verdict.INTERRUPTED ? Duration.ZERO : DELIVERY;
      inRun.problems(monitoring.deliver(limit).problems());
    } catch (InterruptedException _) {
      // It is over, and has told its report.
    }
  }

  private Consent consent(@Nullable PlanFile file, AtomicReference<@Nullable Proposal> agreed) {
    return proposal -> {
      agreed.set(proposal);
      if (inRun.isText()) {
        inRun.print(PlanText.of(proposal.plan(), inRun.style(), inRun.detail()));
      }
      if (file != null) {
        var stale = file.differenceFrom(proposal);
        if (stale != null) {
          return stale;
        }
      }
      return asked(proposal);
    };
  }

  private Consent.Answer asked(Proposal proposal) throws InterruptedException {
    var asks = proposal.plan().isDisruptive() && !options.yes && Terminal.isInteractive();
    return !asks || inRun.confirms("Carry this plan out?")
        ? new Consent.Answer.Yes()
        : new Consent.Answer.No();
  }
}
