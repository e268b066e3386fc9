package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Consent;
import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Errand;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Situation.Attachment;
import io.atomic.reconcile.report.CommandProgress;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.RunJson;
import io.atomic.reconcile.report.RunText;
import java.time.Clock;
import java.util.Objects;

/** One request by hand, from the options to the exit status. */
final class RequestRun {
  private final RequestOptions options;
  private final Console console;
  private final Wiring wiring;

  private RequestRun(RequestOptions options, Console console, Wiring wiring) {
    this.options = options;
    this.console = console;
    this.wiring = wiring;
  }

  /** What is done once the settings are read. */
  interface Work {
    int with(RequestRun run, Interruption interruption)
        throws EffectException, InterruptedException;
  }

  static int of(RequestOptions options, Work work) {
    var console = new Console(options.global);
    var loaded = Wiring.settings(options.global);
    console.problems(loaded.problems());
    if (loaded.hasErrors()) {
      return ExitStatus.INVALID;
    }
    var run =
        new RequestRun(
            options, console, new Wiring(options.global, options.over(loaded.settings())));
    var interruption = Interruption.ofThisThread(options.global.timeout);
    try (interruption) {
      return work.with(run, interruption);
    } catch (EffectException e) {
      console.problem(e);
      return ExitStatus.of(e);
    } catch (InterruptedException _) {
      console.error("tried to %s, but %s".formatted(options.verb(), interruption.reason()));
      return ExitStatus.FAILED;
    }
  }

  Console console() {
    return console;
  }

  EngineView engineView() throws InterruptedException {
    return wiring.engineView();
  }

  /** What a request comes to; changes nothing. */
  Proposal look(Request request, Attachment attachment)
      throws EffectException, InterruptedException {
    var cycle = wiring.looking(request, console.progress(), Wiring.caller(attachment));
    return switch (cycle.look(request.targets())) {
      case Look.Seen(var proposal) -> proposal;
      case Look.UnknownApp(var message) -> throw new EffectException(message, null, null);
    };
  }

  /** Carries a request out without a terminal. */
  int run(Request request, Interruption interruption, Consent consent) throws EffectException {
    var progress = console.progress();
    var report =
        wiring
            .requested(
                request,
                new CommandProgress(progress, Objects.requireNonNull(System.out)),
                interruption,
                Wiring.caller(Attachment.DETACHED))
            .cycle()
            .run(RunId.next(Clock.systemUTC()), request.targets(), consent);
    progress.close();
    return reported(report);
  }

  /** Carries out what needs no comparison. */
  int carryOut(Request request, Interruption interruption, Errand errand) throws EffectException {
    var progress = console.progress();
    var report =
        wiring
            .requested(request, progress, interruption, Wiring.caller(Attachment.DETACHED))
            .cycle()
            .carryOut(RunId.next(Clock.systemUTC()), errand);
    progress.close();
    return reported(report);
  }

  /** What carries a request out for somebody whose input and output the command has. */
  Wiring.Requested attached(Request request, Interruption interruption, Attachment attachment)
      throws EffectException {
    return wiring.requested(request, console.silence(), interruption, Wiring.caller(attachment));
  }

  int reported(RunReport report) {
    console.problems(report.problems());
    if (!console.isText()) {
      console.print(RunJson.of(report, ExitStatus.of(report, false)));
    } else {
      console.print(RunText.of(report, console.style()));
      var plan = report.plan();
      if (report.verdict() == Verdict.EXECUTED && plan != null && plan.isEmpty()) {
        plan.changes().values().stream()
            .filter(change -> change instanceof Change.Keep)
            .forEach(change -> console.print(change.id() + ": nothing to do\n"));
      }
    }
    return exitStatus(report);
  }

  /** The child's own, where one ended; everything else as after a run. */
  private static int exitStatus(RunReport report) {
    for (var result : report.results().values()) {
      if (result.outcome() instanceof Outcome.Failed failed && failed.exitCode() != null) {
        return failed.exitCode();
      }
    }
    return ExitStatus.of(report, false);
  }
}
