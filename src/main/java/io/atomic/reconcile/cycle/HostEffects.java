package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Effects.Context;
import io.atomic.reconcile.cycle.OperatingSystem.Answer;
import io.atomic.reconcile.cycle.OperatingSystem.Kind;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Attempt;
import io.atomic.reconcile.model.HostRecord.FailedAttempt;
import io.atomic.reconcile.model.HostRecord.FailedAttempt.Why;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.model.OsView.OsTool;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.plan.HostAction;
import io.atomic.reconcile.plan.HostWish;
import io.atomic.reconcile.policy.RebootConsent.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Performs the host's actions: one command at a time, and after each a look whether what boots next
 * is now what the manifest says, since an exit status of 0 tells nothing about that.
 */
final class HostEffects {
  /** How long the change of somebody else is waited for. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final OperatingSystem os;
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
  HostEffects(
      OperatingSystem os,
      RebootLocks locks,
      RebootGate gate,
      RebootWatch watch,
      Ledger ledger,
      @Nullable Sighting tip,
      Clock clock) {
    this.os = os;
    this.locks = locks;
    this.gate = gate;
    this.watch = watch;
    this.ledger = ledger;
    this.tip = tip;
    this.runBegan = clock.instant();
    this.clock = clock;
  }

  Outcome perform(HostAction action, Context context) throws EffectException, InterruptedException {
    return switch (action) {
      case HostAction.Stage stage -> stage(stage, context);
      case HostAction.Unstage unstage -> unstage(unstage, context);
      case HostAction.ReleaseLock release -> releaseLock(release);
      case HostAction.WriteHost(_, var place, var manifest) -> {
        ledger.updateHost(
            HostRecord.of(manifest, place), record -> record.withManifest(manifest, place));
        yield new Outcome.Done(null);
      }
      case HostAction.Reboot reboot -> agree(reboot, context);
      case HostAction.ForgetHost _ -> forget();
    };
  }

  // --- staging ---

  private Outcome stage(HostAction.Stage stage, Context context)
      throws EffectException, InterruptedException {
    var end = clock.instant().plus(PATIENCE);
    while (true) {
      var seen = seen(stage.manifest().spec());
      if (!stage.from().equals(seen.nextId()) && !isOurs(seen)) {
        return new Outcome.Failed(
            "tried to %s, but another deployment boots next since the plan was made: '%s'"
                .formatted(stage.word(), Objects.requireNonNull(seen.next()).title()),
            "run again: it is planned anew",
            "");
      }
      var before = attempt();
      begin(stage, seen);
      var answer = os.run(stage.change(), context.started(), context.doing());
      switch (answer) {
        case Answer.Done(var output) -> {
          return verified(stage, seen, output);
        }
        case Answer.Lost(var message) -> {
          return new Outcome.Failed(
              message, "the change goes on by itself; the next run looks what came of it", "");
        }
        case Answer.Refused refused -> {
          ledger.updateHost(record -> record.withAttempt(before));
          return refused(stage, refused);
        }
        case Answer.Busy(var title) -> {
          ledger.updateHost(record -> record.withAttempt(before));
          context.doing().accept("waits for '%s' to end".formatted(title));
          if (!isQuietBefore(end, stage.manifest().spec())) {
            return new Outcome.Failed(
                "tried to %s, but '%s' has been going on for %s minutes"
                    .formatted(stage.word(), title, PATIENCE.toMinutes()),
                "the next run tries again; 'rpm-ostree cancel' ends it",
                "");
          }
        }
      }
    }
  }

  private boolean isOurs(OsView.Seen seen) {
    var attempt = attempt();
    return attempt != null && attempt.made(Objects.requireNonNull(seen.next()));
  }

  private @Nullable Attempt attempt() {
    var record = ledger.recorded().host();
    return record == null ? null : record.attempt();
  }

  /** The tool goes on without us: after a crash it must be known whose work that is. */
  private void begin(HostAction.Stage stage, OsView.Seen seen) throws EffectException {
    var title = stage.manifest().spec().ref();
    ledger.updateHost(
        HostRecord.of(stage.manifest(), stage.place()),
        record ->
            record.withAttempt(
                new Attempt(
                    stage.key(),
                    null,
                    title == null ? stage.word() : title,
                    clock.instant(),
                    seen.bootId(),
                    false)));
  }

  /** Waits until nothing is being changed. */
  private boolean isQuietBefore(Instant end, HostSpec spec)
      throws EffectException, InterruptedException {
    do {
      Thread.sleep(BETWEEN_LOOKS);
      if (seen(spec).transaction() == null) {
        return true;
      }
    } while (clock.instant().isBefore(end));
    return false;
  }

  private Outcome refused(HostAction.Stage stage, Answer.Refused refused) throws EffectException {
    var lasting = refused.kind() == Kind.LASTING;
    if (lasting) {
      note(stage, Why.REFUSED, refused.message());
    }
    return new Outcome.Failed(refused.message(), refused.remedy(), refused.output(), null, lasting);
  }

  private void note(HostAction.Stage stage, Why why, String message) throws EffectException {
    var title = stage.manifest().spec().ref();
    var failure =
        new FailedAttempt(
            stage.key(), title == null ? stage.word() : title, why, message, clock.instant());
    ledger.updateHost(
        HostRecord.of(stage.manifest(), stage.place()), record -> record.withRefusal(failure));
  }

  /** Reads what boots next, and takes it for ours if it is what was asked for. */
  private Outcome verified(HostAction.Stage stage, OsView.Seen before, String output)
      throws EffectException, InterruptedException {
    var spec = stage.manifest().spec();
    var after = seen(spec);
    var next = Objects.requireNonNull(after.next());
    var record = ledger.recorded().host();
    var wish = new HostWish(spec, record, tip, clock.instant());
    var missing = wish.missing(after, next, stage.change().settles());
    if (!missing.isEmpty()) {
      return otherContent(stage, before, next, String.join("; ", missing), output);
    }
    ledger.updateHost(
        HostRecord.of(stage.manifest(), stage.place()),
        known -> {
          var changed =
              known
                  .withManifest(stage.manifest(), stage.place())
                  .withOurs(wish.ours(before, stage.change().settles()))
                  .withPostponedSince(null);
          return next.booted()
              ? changed.withAttempt(null)
              : changed.withAttempt(
                  new Attempt(
                      stage.key(),
                      next.id(),
                      next.title(),
                      clock.instant(),
                      after.bootId(),
                      false));
        });
    return next.id().equals(before.nextId())
        ? Effects.done("it was so already")
        : Effects.done("'%s' boots next".formatted(next.title()));
  }

  /** What was staged by this very command goes again; what was there before stays. */
  private Outcome otherContent(
      HostAction.Stage stage, OsView.Seen before, Deployment next, String missing, String output)
      throws EffectException, InterruptedException {
    var message =
        "tried to %s, and it was done, but what boots next is not what the manifest says: %s"
            .formatted(stage.word(), missing);
    if (next.staged() && !next.id().equals(before.nextId()) && before.tool() == OsTool.RPM_OSTREE) {
      os.run(HostWish.unstage(), _ -> {}, _ -> {});
    }
    note(stage, Why.OTHER_CONTENT, message);
    return new Outcome.Failed(
        message,
        next.digest() == null
            ? "give the version that there is"
            : "give the version that there is, or pin %s: the digest of an index is none of this machine's image"
                .formatted(next.digest()),
        output,
        null,
        true);
  }

  private Outcome unstage(HostAction.Unstage unstage, Context context)
      throws EffectException, InterruptedException {
    var record = ledger.recorded().host();
    if (record == null) {
      return new Outcome.DroppedOut("nothing of ours is staged");
    }
    var seen = seen(record.manifest().spec());
    if (!seen.nextId().equals(unstage.deploymentId())) {
      return new Outcome.DroppedOut("it does not boot next any more");
    }
    return switch (os.run(unstage.change(), context.started(), context.doing())) {
      case Answer.Done _ -> {
        ledger.updateHost(known -> known.withAttempt(null));
        yield new Outcome.Done(null);
      }
      case Answer.Busy(var title) ->
          new Outcome.Failed(
              "tried to drop what is staged, but '%s' is going on".formatted(title),
              "the next run tries again",
              "");
      case Answer.Refused(_, var message, var remedy, var output) ->
          new Outcome.Failed(message, remedy, output);
      case Answer.Lost(var message) -> new Outcome.Failed(message, "run again", "");
    };
  }

  /** Failing to give a lock back harms nobody here: the next run tries again. */
  private Outcome releaseLock(HostAction.ReleaseLock release)
      throws EffectException, InterruptedException {
    var why = refusal(locks.release(release.lock()));
    if (why != null) {
      return Effects.done("the lock was not taken back, which is tried again: " + why);
    }
    ledger.updateHost(record -> record.withLock(null));
    return new Outcome.Done(null);
  }

  private Outcome forget() throws EffectException, InterruptedException {
    var record = ledger.recorded().host();
    if (record != null && record.lock() != null) {
      var why = refusal(locks.release(record.lock()));
      if (why != null) {
        return new Outcome.Failed(
            "tried to give the lock of group '%s' back before the host is forgotten, but %s"
                .formatted(record.lock().group(), why),
            "the next run tries again",
            "");
      }
    }
    ledger.forgetHost();
    return new Outcome.Done(null);
  }

  private static @Nullable String refusal(RebootLocks.Answer answer) {
    return switch (answer) {
      case RebootLocks.Answer.Granted _ -> null;
      case RebootLocks.Answer.Refused(_, _, var why) -> why;
      case RebootLocks.Answer.Silent(var why) -> why;
    };
  }

  OsView.Seen seen(HostSpec spec) throws EffectException, InterruptedException {
    return switch (os.view(spec)) {
      case OsView.Seen seen when seen.next() != null -> seen;
      case OsView.Seen _ ->
          throw new EffectException(
              "none of the host's deployments is booted any more", null, null);
      case OsView.NoTool(var message, var remedy) ->
          throw new EffectException(message, remedy, null);
      case OsView.Unreadable(var message, var remedy) ->
          throw new EffectException(message, remedy, null);
      case OsView.NotAsked _ -> throw new IllegalStateException("it was asked");
    };
  }

  // --- booting ---

  /** Asks everyone whose consent a boot needs; it boots after the report. */
  private Outcome agree(HostAction.Reboot reboot, Context context)
      throws EffectException, InterruptedException {
    var spec = reboot.manifest().spec();
    var seen = seen(spec);
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
    var reason = reasonToWait(spec.reboot(), context);
    if (reason != null) {
      return new Outcome.DroppedOut(reason);
    }
    ledger.updateHost(
        HostRecord.of(reboot.manifest(), reboot.place()),
        record ->
            record
                .withPostponedSince(null)
                .withAttempt(
                    new Attempt(
                        reboot.key(),
                        next.id(),
                        next.title(),
                        clock.instant(),
                        seen.bootId(),
                        true)));
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
  private @Nullable String refusedBy(HostSpec.Reboot.FleetLock lock)
      throws EffectException, InterruptedException {
    ledger.updateHost(record -> record.withLock(lock));
    return switch (locks.acquire(lock)) {
      case RebootLocks.Answer.Granted _ -> null;
      case RebootLocks.Answer.Refused(_, _, var why) -> {
        ledger.updateHost(record -> record.withLock(null));
        yield "the lock of group '%s' was not given: %s".formatted(lock.group(), why);
      }
      case RebootLocks.Answer.Silent(var why) -> why;
    };
  }
}
