package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.OperatingSystem.Answer;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.HostRecord.Attempt;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.plan.HostAction;
import io.atomic.reconcile.plan.HostWish;
import io.atomic.reconcile.plan.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Boots the host, after the report of the run that was allowed to. */
final class HostBoot {
  private final Cycle.Ports ports;
  private final Clock clock;

  HostBoot(Cycle.Ports ports, Clock clock) {
    this.ports = ports;
    this.clock = clock;
  }

  /** The step that agreed to a boot; null = this run boots nothing. */
  static @Nullable Step agreed(RunReport report) {
    var plan = report.plan();
    if (plan == null || report.verdict() != RunReport.Verdict.EXECUTED) {
      return null;
    }
    return plan.steps().stream()
        .filter(step -> {
          var result = report.results().get(step.id());
          return step.action() instanceof HostAction.Reboot
              && result != null
              && result.outcome() instanceof Outcome.Done;
        })
        .findFirst()
        .orElse(null);
  }

  /**
   * Boots. Where that works, this program is ended before it returns, or soon after.
   *
   * @return the report, which tells where it did not
   */
  RunReport after(RunReport report, Step step, Ledger ledger) {
    var reboot = (HostAction.Reboot) step.action();
    var startedAt = clock.instant();
    Outcome.Failed failed;
    try {
      failed = boot(reboot, ledger, line -> ports.progress().doing(step, line));
      if (failed == null) {
        return report;
      }
    } catch (EffectException e) {
      failed = new Outcome.Failed(e.message(), e.remedy(), "");
    } catch (InterruptedException _) {
      // The shutdown that we asked for ends us like everybody else.
      return report;
    }
    var result =
        new StepResult(step.id(), failed, startedAt, Duration.between(startedAt, clock.instant()));
    ports.progress().ended(step, result);
    var results = new TreeMap<>(report.results());
    results.put(step.id(), result);
    return report.withResults(results);
  }

  private Outcome.@Nullable Failed boot(
      HostAction.Reboot reboot, Ledger ledger, Consumer<String> doing)
      throws EffectException, InterruptedException {
    var attempt = attempt(ledger);
    if (!(ports.os().view(reboot.manifest().spec(), Ours.of(ledger.recorded().host()))
            instanceof OsView.Seen seen)
        || attempt == null
        || seen.next() == null
        || !attempt.made(seen.next())) {
      return new Outcome.Failed(
          "tried to boot what was staged, but something else boots next by now",
          "run again: it is planned anew",
          "");
    }
    if (seen.tool() != reboot.tool()) {
      return new Outcome.Failed(
          "tried to boot '%s' with %s, but this host is kept by %s by now"
              .formatted(attempt.title(), reboot.tool().program(), seen.tool().program()),
          "run again: it is planned anew",
          "");
    }
    ledger.updateHost(record -> record.withAttempt(attempt.onItsWay()));
    var command = HostWish.boot(seen.tool(), seen.next());
    var answer = command == null ? ports.os().reboot() : ports.os().run(command, _ -> {}, doing);
    return switch (answer) {
      case Answer.Done _ -> null;
      case Answer.Lost(var message, var bySignal) ->
          // A client that is killed has most likely been killed by the shutdown.
          bySignal ? null : new Outcome.Failed(message, "look whether the host is going down", "");
      case Answer.Busy(var title) -> {
        callOff(ledger);
        yield new Outcome.Failed(
            "tried to boot '%s', but '%s' is going on".formatted(attempt.title(), title),
            "the next run tries again",
            "");
      }
      case Answer.Refused(var kind, var message, var remedy, var output) -> {
        if (kind != OperatingSystem.Kind.PASSING) {
          // Else its daemon may have ended because the host goes down: others must still wait.
          callOff(ledger);
        }
        yield new Outcome.Failed(message, remedy, output);
      }
    };
  }

  private static @Nullable Attempt attempt(Ledger ledger) {
    var record = ledger.recorded().host();
    return record == null ? null : record.attempt();
  }

  /** The boot does not happen, so others may have the lock. */
  private void callOff(Ledger ledger) throws EffectException, InterruptedException {
    ledger.updateHost(record ->
        record.attempt() == null ? record : record.withAttempt(record.attempt().waiting()));
    var record = ledger.recorded().host();
    if (record != null
        && record.lock() != null
        && ports.rebootLocks().release(record.lock()) instanceof RebootLocks.Answer.Granted) {
      ledger.updateHost(known -> known.withLock(null));
    }
  }
}
