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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stages deployments: one command at a time, and after each a look whether what boots next is now
 * what the manifest says, since an exit status of 0 tells nothing about that.
 */
final class HostStaging {
  /** How long the change of somebody else is waited for. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final OperatingSystem os;
  private final BootedSystem look;
  private final Ledger ledger;
  private final @Nullable Sighting tip;
  private final Clock clock;

  /**
   * @param tip what the host's reference means to this run; null = nobody asked
   */
  HostStaging(OperatingSystem os, Ledger ledger, @Nullable Sighting tip, Clock clock) {
    this.os = os;
    this.look = new BootedSystem(os, ledger);
    this.ledger = ledger;
    this.tip = tip;
    this.clock = clock;
  }

  Outcome stage(HostAction.Stage stage, Context context)
      throws EffectException, InterruptedException {
    var end = clock.instant().plus(PATIENCE);
    while (true) {
      var seen = look.at(stage.manifest().spec());
      if (isDone(stage, seen)) {
        // The command of a run that was cut off has ended meanwhile.
        return verified(stage, seen, "");
      }
      if (!stage.from().equals(seen.nextId()) && !isOurs(seen)) {
        return new Outcome.Failed(
            "tried to stage what the manifest says (%s), but another deployment boots next since the plan was made: '%s'"
                .formatted(stage.word(), Objects.requireNonNull(seen.next()).title()),
            "run again: it is planned anew",
            "");
      }
      var before = ledger.recorded().host();
      begin(stage, seen);
      var answer = os.run(stage.change(), context.started(), context.doing());
      switch (answer) {
        case Answer.Done(var output) -> {
          return verified(stage, seen, output);
        }
        case Answer.Lost(var message, _) -> {
          return new Outcome.Failed(
              message, "the change goes on by itself; the next run looks what came of it", "");
        }
        case Answer.Refused refused -> {
          takeBack(before);
          return refused(stage, refused);
        }
        case Answer.Busy(var title) -> {
          takeBack(before);
          context.doing().accept("waits for '%s' to end".formatted(title));
          if (!isQuietBefore(end, stage.manifest().spec())) {
            return new Outcome.Failed(
                "tried to stage what the manifest says (%s), but '%s' has been going on for %s minutes"
                    .formatted(stage.word(), title, PATIENCE.toMinutes()),
                "the next run tries again; 'rpm-ostree cancel' ends it",
                "");
          }
        }
      }
    }
  }

  private boolean isOurs(OsView.Seen seen) {
    var record = ledger.recorded().host();
    return record != null && record.made(Objects.requireNonNull(seen.next()));
  }

  private boolean isDone(HostAction.Stage stage, OsView.Seen seen) {
    var next = Objects.requireNonNull(seen.next());
    return !stage.from().equals(next.id())
        && !stage.change().settles().isEmpty()
        && wish(stage).missing(seen, next, stage.change().settles()).isEmpty();
  }

  /** What a rebase brings is whatever its reference means by then. */
  private HostWish wish(HostAction.Stage stage) {
    return new HostWish(
        stage.manifest().spec(),
        ledger.recorded().host(),
        stage.word().equals("rebase") ? null : tip,
        clock.instant());
  }

  /** The command has done nothing. */
  private void takeBack(@Nullable HostRecord before) throws EffectException {
    if (before == null) {
      ledger.forgetHost();
    } else {
      ledger.updateHost(_ -> before);
    }
  }

  /** The tool goes on without us: after a crash it must be known whose work that is. */
  private void begin(HostAction.Stage stage, OsView.Seen seen) throws EffectException {
    var ours = wish(stage).oursInTheEnd(seen, stage.change().concerns());
    ledger.updateHost(
        HostRecord.of(stage.manifest(), stage.place()),
        record ->
            record
                .withOurs(ours)
                .withAttempt(
                    new Attempt(
                        stage.key(), null, title(stage), clock.instant(), seen.bootId(), false)));
  }

  private static String title(HostAction.Stage stage) {
    return Objects.requireNonNullElse(stage.manifest().spec().ref(), stage.word());
  }

  /** Waits until nothing is being changed. */
  private boolean isQuietBefore(Instant end, HostSpec spec)
      throws EffectException, InterruptedException {
    do {
      Thread.sleep(BETWEEN_LOOKS);
      if (look.at(spec).transaction() == null) {
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
    var failure = new FailedAttempt(stage.key(), null, title(stage), why, message, clock.instant());
    ledger.updateHost(
        HostRecord.of(stage.manifest(), stage.place()), record -> record.withRefusal(failure));
  }

  /** Reads what boots next, and takes it for ours if it is what was asked for. */
  private Outcome verified(HostAction.Stage stage, OsView.Seen before, String output)
      throws EffectException, InterruptedException {
    var spec = stage.manifest().spec();
    var after = look.at(spec);
    var next = Objects.requireNonNull(after.next());
    var wish = wish(stage);
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

  /** What was staged goes again. */
  private Outcome otherContent(
      HostAction.Stage stage, OsView.Seen before, Deployment next, String missing, String output)
      throws EffectException, InterruptedException {
    var message =
        "tried to stage what the manifest says (%s), and it was done, but what boots next is not what the manifest says: %s"
            .formatted(stage.word(), missing);
    if (!next.id().equals(before.nextId()) && next.staged()) {
      var gone =
          before.tool() == OsTool.RPM_OSTREE
              && os.run(HostWish.unstage(), _ -> {}, _ -> {}) instanceof Answer.Done;
      // What could not be dropped stays known as ours, so that the next run drops it.
      ledger.updateHost(record ->
          record.withAttempt(gone || record.attempt() == null ? null : record.attempt().of(next)));
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

  Outcome unstage(HostAction.Unstage unstage, Context context)
      throws EffectException, InterruptedException {
    var record = ledger.recorded().host();
    if (record == null) {
      return new Outcome.DroppedOut("nothing of ours is staged");
    }
    var seen = look.at(record.manifest().spec());
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
      case Answer.Lost(var message, _) -> new Outcome.Failed(message, "run again", "");
    };
  }
}
