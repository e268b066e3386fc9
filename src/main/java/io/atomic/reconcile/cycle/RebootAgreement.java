package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Effects.Context;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Attempt;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.plan.HostAction;
import io.atomic.reconcile.plan.HostWish;
import io.atomic.reconcile.policy.RebootConsent.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks everyone whose consent a boot needs. */
final class RebootAgreement {
  private final BootedSystem look;
  private final RebootLocks locks;
  private final RebootGate gate;
  private final RebootWatch watch;
  private final Ledger ledger;
  private final @Nullable Sighting tip;
  private final Instant runBegan;
  private final Clock clock;

  /**
   * @param tip what the host's reference means to this run; null = nobody asked
   */
  RebootAgreement(
      OperatingSystem os,
      RebootLocks locks,
      RebootGate gate,
      RebootWatch watch,
      Ledger ledger,
      @Nullable Sighting tip,
      Clock clock) {
    this.look = new BootedSystem(os, ledger);
    this.locks = locks;
    this.gate = gate;
    this.watch = watch;
    this.ledger = ledger;
    this.tip = tip;
    this.runBegan = clock.instant();
    this.clock = clock;
  }

  /** Whether the host is booted, after the report. */
  Outcome agree(HostAction.Reboot reboot, Context context)
      throws EffectException, InterruptedException {
    var spec = reboot.manifest().spec();
    var seen = look.at(spec);
    var next = Objects.requireNonNull(seen.next());
    if (next.booted()) {
      return new Outcome.DroppedOut("what boots next runs already");
    }
    var wish = new HostWish(spec, ledger.recorded().host(), tip, clock.instant());
    var missing = wish.missing(seen, next, HostWish.ALL);
    if (!missing.isEmpty()) {
      return new Outcome.DroppedOut(
          "what boots next is not what the manifest says any more: " + String.join("; ", missing));
    }
    // From here on there is something to remember, also of a host that somebody else has staged
    // for.
    ledger.updateHost(HostRecord.of(reboot.manifest(), reboot.place()), record -> record);
    var reason = reasonToWait(spec.reboot(), context);
    if (reason != null) {
      return new Outcome.DroppedOut(reason);
    }
    ledger.updateHost(record ->
        record
            .withPostponedSince(null)
            .withAttempt(
                new Attempt(
                    reboot.key(), next.id(), next.title(), clock.instant(), seen.bootId(), false)));
    return Effects.done("'%s' is booted after the report".formatted(next.title()));
  }

  /** Null = everyone agrees. */
  private @Nullable String reasonToWait(HostSpec.Reboot policy, Context context)
      throws EffectException, InterruptedException {
    while (true) {
      var since = RebootGate.postponedSince(ledger.recorded().host());
      var verdict = gate.verdict(policy, runBegan, since);
      // Ten minutes of warnings are ten minutes, over runs that are cut off as well.
      ledger.updateHost(record -> record.withPostponedSince(verdict.postponedSince()));
      switch (verdict) {
        case Verdict.Go _ -> {
          return null;
        }
        case Verdict.AskLock(var lock, _) -> {
          return refusedBy(lock);
        }
        case Verdict.NotWanted(var why) -> {
          return why;
        }
        case Verdict.Wait(_, var message, _) -> {
          return message;
        }
        case Verdict.Postpone(var message, var until, var warning, _) -> {
          context.doing().accept(message);
          watch.warn(warning);
          Thread.sleep(Duration.between(clock.instant(), until).plusMillis(1));
        }
      }
    }
  }

  /** The lock is recorded before it is asked for: an answer that is lost may have been a yes. */
  private @Nullable String refusedBy(FleetLock lock) throws EffectException, InterruptedException {
    var record = ledger.recorded().host();
    var before = record == null ? null : record.lock();
    if (before != null && !before.equals(lock)) {
      if (!(locks.release(before) instanceof RebootLocks.Answer.Granted)) {
        return "the lock of group '%s' at %s could not be given back first"
            .formatted(before.group(), before.url());
      }
      before = null;
    }
    var kept = before;
    ledger.updateHost(known -> known.withLock(lock));
    return switch (locks.acquire(lock)) {
      case RebootLocks.Answer.Granted _ -> null;
      case RebootLocks.Answer.Refused(_, _, var why) -> {
        ledger.updateHost(known -> known.withLock(kept));
        yield "the lock of group '%s' was not given: %s".formatted(lock.group(), why);
      }
      case RebootLocks.Answer.Silent(var why) -> why;
    };
  }
}
