package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Attempt;
import io.atomic.reconcile.model.HostRecord.FailedAttempt;
import io.atomic.reconcile.model.OsView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of the deployment that we staged last. */
sealed interface HostStanding {
  /** There is none. */
  record Nothing() implements HostStanding {}

  /** It boots next. */
  record Waiting(Attempt attempt) implements HostStanding {}

  /** It runs. */
  record Booted(Attempt attempt) implements HostStanding {}

  /** It is gone without a trace, as after a power cut: staging it once more does no harm. */
  record Lost(Attempt attempt) implements HostStanding {}

  /** It was booted, or was to be, and something else runs. */
  record Failed(FailedAttempt failure) implements HostStanding {}

  /** The record with that written down, once the boot that runs has shown it. */
  default @Nullable HostRecord noted(@Nullable HostRecord record, OsView.Seen seen) {
    return record == null
        ? null
        : switch (this) {
          case Nothing _ -> record;
          case Waiting(var attempt) -> record.withAttempt(settled(attempt, seen));
          case Booted _ ->
              seen.boot().isProven() ? record.withAttempt(null).withPostponedSince(null) : record;
          case Lost _ -> record.withAttempt(null);
          case Failed(var failure) -> record.withFailure(failure);
        };
  }

  /** A command of ours whose end we have missed has ended: what is staged now is its work. */
  private static @Nullable Attempt settled(Attempt attempt, OsView.Seen seen) {
    var next = seen.next();
    if (attempt.deploymentId() != null || seen.transaction() != null || next == null) {
      return attempt;
    }
    return next.staged() ? attempt.of(next) : null;
  }

  static HostStanding of(@Nullable HostRecord record, OsView.Seen seen, Instant now) {
    var attempt = record == null ? null : record.attempt();
    if (attempt == null) {
      return new Nothing();
    }
    var sameBoot = seen.bootId().equals(attempt.bootId());
    var id = attempt.deploymentId();
    if (id == null) {
      return sameBoot ? new Waiting(attempt) : new Lost(attempt);
    }
    var there = seen.byId(id);
    if (there != null && there.booted()) {
      return new Booted(attempt);
    }
    if (sameBoot) {
      // Dropped by somebody at the command line, or replaced by what they staged.
      return there == null ? new Lost(attempt) : new Waiting(attempt);
    }
    if (there != null) {
      // Staged deployments do not survive a boot: this one was written, and another one was booted.
      return failed(
          attempt,
          FailedAttempt.Why.ROLLED_BACK,
          "'%s' was booted, but something went back to another deployment"
              .formatted(attempt.title()),
          now);
    }
    var evidence = seen.finalizationFailure();
    if (evidence != null) {
      return failed(
          attempt,
          FailedAttempt.Why.FINALIZATION_FAILED,
          "'%s' could not be written at the last shutdown: %s".formatted(attempt.title(), evidence),
          now);
    }
    // Without evidence it may have been a power cut, but a host must not boot in circles.
    return attempt.booting()
        ? failed(
            attempt,
            FailedAttempt.Why.FINALIZATION_FAILED,
            "'%s' was to be booted, but is gone, and the former deployment runs"
                .formatted(attempt.title()),
            now)
        : new Lost(attempt);
  }

  private static Failed failed(
      Attempt attempt, FailedAttempt.Why why, String message, Instant now) {
    return new Failed(
        new FailedAttempt(
            attempt.key(), attempt.deploymentId(), attempt.title(), why, message, now));
  }
}
