package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostSpec.Reboot;
import io.atomic.reconcile.plan.BootConsent;
import io.atomic.reconcile.policy.RebootConsent;
import io.atomic.reconcile.policy.RebootConsent.Circumstances;
import io.atomic.reconcile.policy.RebootConsent.Look;
import io.atomic.reconcile.policy.RebootConsent.Verdict;
import io.atomic.reconcile.policy.Timetable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for the policy, which does no looking, at what a reboot depends on. */
final class RebootGate {
  private static final Duration WARNING_HOLDS = Duration.ofHours(1);

  private final RebootWatch watch;
  private final HostFiles files;
  private final Timetable timetable;
  private final Clock clock;

  RebootGate(RebootWatch watch, HostFiles files, Timetable timetable, Clock clock) {
    this.watch = watch;
    this.files = files;
    this.timetable = timetable;
    this.clock = clock;
  }

  /** Whether a plan may end with a boot; people who are logged in only put that off. */
  BootConsent consent(Reboot policy, @Nullable HostRecord record) throws InterruptedException {
    return switch (verdict(policy, clock.instant(), postponedSince(record))) {
      case Verdict.Go _, Verdict.AskLock _, Verdict.Postpone _ -> new BootConsent.Given();
      case Verdict.NotWanted(var why) -> new BootConsent.Withheld("Never", why, null);
      case Verdict.Wait(var reason, var message, var until) ->
          new BootConsent.Withheld(reason.word(), message, until);
    };
  }

  /**
   * Whether it may boot right now.
   *
   * @param runBegan a run that began in its window may finish
   */
  Verdict verdict(Reboot policy, Instant runBegan, @Nullable Instant postponedSince)
      throws InterruptedException {
    return new RebootConsent(policy, timetable)
        .judge(
            new Circumstances(
                clock.instant(),
                runBegan,
                isGateOpen(policy),
                look(policy),
                isStale(postponedSince) ? null : postponedSince));
  }

  /** Who was warned that long ago has to be warned again. */
  private boolean isStale(@Nullable Instant postponedSince) {
    return postponedSince != null && postponedSince.plus(WARNING_HOLDS).isBefore(clock.instant());
  }

  static @Nullable Instant postponedSince(@Nullable HostRecord record) {
    return record == null ? null : record.postponedSince();
  }

  private boolean isGateOpen(Reboot policy) {
    var gate = policy.gateFile();
    return gate == null
        || files
            .observe(new HostFiles.Questions(Set.of(gate), Set.of(), Set.of(), Set.of()))
            .missing()
            .isEmpty();
  }

  /** Where no boot is wanted nobody can be in its way. */
  private Look look(Reboot policy) throws InterruptedException {
    if (policy.strategy() == Reboot.Strategy.NEVER) {
      return new Look.Unseen("no reboot is wanted");
    }
    return switch (watch.obstacles()) {
      case Told.Known(var obstacles) -> new Look.Seen(obstacles);
      case Told.Unknown(var message, _) -> new Look.Unseen(message);
    };
  }
}
