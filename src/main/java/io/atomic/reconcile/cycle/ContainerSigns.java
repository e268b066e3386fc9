package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.HealthCheck.Time;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Durations;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one look after the other at a container says of its health. */
final class ContainerSigns {
  /** One restart is an accident, which may pass. */
  private static final int LOOP = 2;

  /**
   * An engine that still waits with a restart after that long has made several already: it doubles
   * the time from 0.1 s on.
   */
  private static final Duration LOOPING = Duration.ofSeconds(2);

  private final Engine engine;
  private final Time time;
  private final String containerId;
  private final Duration running;
  private final Duration interval;
  private final Duration deadline;

  private @Nullable ContainerState first;
  private @Nullable ContainerState last;
  private @Nullable Integer exitCode;
  private Duration upSince = Duration.ZERO;
  private @Nullable Duration restartingSince;
  private @Nullable Duration checkedAt;

  /**
   * Looks at nothing yet.
   *
   * @param running how long it must have been up without a restart
   * @param interval how soon after its start a HEALTHCHECK that is left to us is run
   * @param deadline by which it must have been up for that long
   */
  ContainerSigns(
      Engine engine,
      Time time,
      String containerId,
      Duration running,
      Duration interval,
      Duration deadline) {
    this.engine = engine;
    this.time = time;
    this.containerId = containerId;
    this.running = running;
    this.interval = interval;
    this.deadline = deadline;
  }

  /** How long it takes until it has been up for long enough, if it stays up; zero = it has been. */
  Duration untilUp() {
    var missing = running.minus(up());
    return missing.isNegative() ? Duration.ZERO : missing;
  }

  /** Whether it has a HEALTHCHECK. */
  boolean isChecked() {
    return last != null && last.check() != null;
  }

  Sign look() throws EffectException, InterruptedException {
    var state = engine.state(containerId);
    if (state == null) {
      return new Sign.Bad("its container is gone");
    }
    if (state.exitCode() != null) {
      exitCode = state.exitCode();
    }
    if (first == null) {
      first = state;
    }
    noteRun(state);
    last = state;
    if (state.restarts() - first.restarts() >= LOOP) {
      return looping();
    }
    return switch (state.status()) {
      case RUNNING -> running(state);
      case RESTARTING -> restarting();
      case EXITED, DEAD -> new Sign.Bad("its container ended" + withExitCode(" with exit code"));
      case CREATED -> new Sign.NotYet("its container has not been started");
      case PAUSED -> new Sign.NotYet("its container is paused");
      case REMOVING -> new Sign.NotYet("its container is being removed");
    };
  }

  /** The time of day may be set while we wait, so it is asked once for each run. */
  private void noteRun(ContainerState state) {
    var isSameRun = last != null && Objects.equals(last.startedAt(), state.startedAt());
    if (isSameRun || state.startedAt() == null) {
      return;
    }
    var before = Duration.between(state.startedAt(), time.now());
    upSince = time.elapsed().minus(before.isNegative() ? Duration.ZERO : before);
  }

  private Duration up() {
    return last != null && last.status() == Container.Status.RUNNING
        ? time.elapsed().minus(upSince)
        : Duration.ZERO;
  }

  private Sign running(ContainerState state) throws EffectException, InterruptedException {
    var check = state.check();
    if (check != null && isOursToRun(check)) {
      checkedAt = time.elapsed();
      return engine.runHealthcheck(containerId) instanceof ProbeAnswer.Unable(var reason)
          ? new Sign.Bad("its HEALTHCHECK cannot be run: " + reason)
          : look();
    }
    if (check != null && check.health() == Container.Health.UNHEALTHY) {
      return new Sign.Bad("its HEALTHCHECK says unhealthy");
    }
    if (untilUp().isPositive() && untilUp().compareTo(deadline.minus(time.elapsed())) > 0) {
      return new Sign.Bad(
          "its container was started too late to be up for %s in time%s"
              .formatted(Durations.text(running), withExitCode("; the last exit code was")));
    }
    if (check != null && !hasPassed(check)) {
      return new Sign.NotYet("its HEALTHCHECK has not passed");
    }
    return untilUp().isPositive()
        ? new Sign.NotYet("its container has not been up for " + Durations.text(running))
        : new Sign.Good();
  }

  /** First when it has had a moment to begin, then as often as the engine would. */
  private boolean isOursToRun(ContainerState.Check check) {
    if (check.runEvery() == null) {
      return false;
    }
    var every = check.runEvery();
    return checkedAt == null
        ? up().compareTo(interval.compareTo(every) < 0 ? interval : every) >= 0
        : time.elapsed().minus(checkedAt).compareTo(every) >= 0;
  }

  /** What nobody has run since we began to look was said at some other time. */
  private boolean hasPassed(ContainerState.Check check) {
    return check.health() == Container.Health.HEALTHY
        && (check.runEvery() == null || checkedAt != null);
  }

  private Sign restarting() {
    var now = time.elapsed();
    if (restartingSince == null) {
      restartingSince = now;
    }
    return now.minus(restartingSince).compareTo(LOOPING) >= 0
        ? looping()
        : new Sign.NotYet("its container is being started again");
  }

  private Sign looping() {
    return new Sign.Bad(
        "its container ends and is started again, over and over"
            + withExitCode("; the last exit code was"));
  }

  private String withExitCode(String words) {
    return exitCode == null ? "" : words + " " + exitCode;
  }
}
