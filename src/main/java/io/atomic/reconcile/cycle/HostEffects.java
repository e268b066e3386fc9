package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Effects.Context;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.plan.HostAction;
import org.jspecify.annotations.Nullable;

/** Performs the host's actions. */
final class HostEffects {
  private final HostStaging staging;
  private final RebootAgreement reboots;
  private final RebootLocks locks;
  private final Ledger ledger;

  HostEffects(HostStaging staging, RebootAgreement reboots, RebootLocks locks, Ledger ledger) {
    this.staging = staging;
    this.reboots = reboots;
    this.locks = locks;
    this.ledger = ledger;
  }

  Outcome perform(HostAction action, Context context) throws EffectException, InterruptedException {
    return switch (action) {
      case HostAction.Stage stage -> staging.stage(stage, context);
      case HostAction.Unstage unstage -> staging.unstage(unstage, context);
      case HostAction.ReleaseLock release -> releaseLock(release);
      case HostAction.WriteHost(_, var place, var manifest) -> {
        ledger.updateHost(
            HostRecord.of(manifest, place), record -> record.withManifest(manifest, place));
        yield new Outcome.Done(null);
      }
      case HostAction.Reboot reboot -> reboots.agree(reboot, context);
      case HostAction.ForgetHost _ -> forget();
    };
  }

  /** Failing to give a lock back harms nobody here: the next run tries again. */
  private Outcome releaseLock(HostAction.ReleaseLock release)
      throws EffectException, InterruptedException {
    var why = refusal(locks.release(release.lock()));
    if (why != null) {
      return new Outcome.DroppedOut(
          "it was not taken back, which the next run tries again: " + why);
    }
    ledger.updateHost(record -> record.withLock(null));
    return new Outcome.Done(null);
  }

  private Outcome forget() throws EffectException, InterruptedException {
    var record = ledger.recorded().host();
    var lock = record == null ? null : record.lock();
    var why = lock == null ? null : refusal(locks.release(lock));
    ledger.forgetHost();
    return lock == null || why == null
        ? new Outcome.Done(null)
        : Effects.done(
            "the lock of group '%s' at %s could not be given back: %s"
                .formatted(lock.group(), lock.url(), why));
  }

  private static @Nullable String refusal(RebootLocks.Answer answer) {
    return switch (answer) {
      case RebootLocks.Answer.Granted _ -> null;
      case RebootLocks.Answer.Refused(_, _, var why) -> why;
      case RebootLocks.Answer.Silent(var why) -> why;
    };
  }
}
