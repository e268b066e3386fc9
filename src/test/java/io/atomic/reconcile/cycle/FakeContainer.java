package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.ContainerState.Check;
import io.atomic.reconcile.model.Container.Health;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.model.EnvValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine with one container, whose life is told in advance; it starts at noon. */
final class FakeContainer extends UnaskedEngine {
  static final String ID = "f00";

  /** What a HEALTHCHECK comes to that somebody has to run. */
  final Timeline<Boolean> passes;

  final Timeline<ProbeAnswer> exec;
  final List<String> log = new ArrayList<>();
  final List<Long> healthcheckRuns = new ArrayList<>();
  final List<EnvValue> hidden = new ArrayList<>();
  @Nullable ProbeAnswer healthcheckProgram;
  boolean isLogReadable = true;
  int looks;

  /** How long the engine takes to say how it stands. */
  Duration lookTakes = Duration.ZERO;

  private final FakeTime time;
  private final Timeline<Life> life;
  private int failuresInARow;
  private boolean hasPassed;

  /** A stretch of it. */
  private sealed interface Life {
    record Of(ContainerState state) implements Life {}

    /** Somebody has to run its HEALTHCHECK. */
    record Unattended(Duration interval, int retries) implements Life {}

    record Gone() implements Life {}

    record Failure(EffectException failure) implements Life {}
  }

  FakeContainer(FakeTime time) {
    this.time = time;
    life = new Timeline<>(time, new Life.Of(state(Status.RUNNING, 0, Duration.ZERO, null)));
    passes = new Timeline<>(time, true);
    exec = new Timeline<>(time, new ProbeAnswer.Said("0"));
  }

  private static ContainerState state(
      Status status, int restarts, Duration startedAt, @Nullable Health health) {
    return new ContainerState(
        status,
        null,
        restarts,
        FakeTime.NOON.plus(startedAt),
        health == null ? null : new Check(health, null));
  }

  FakeContainer startedBefore(Duration before) {
    return at(Duration.ZERO, state(Status.RUNNING, 0, before.negated(), null));
  }

  FakeContainer is(Duration from, Status status) {
    return at(from, state(status, 0, Duration.ZERO, null));
  }

  /** Its HEALTHCHECK has not passed, and may take that long. */
  FakeContainer settles(Duration within) {
    return at(
        Duration.ZERO,
        new ContainerState(
            Status.RUNNING, null, 0, FakeTime.NOON, new Check(Health.STARTING, null, within)));
  }

  FakeContainer says(Duration from, Health health) {
    return at(from, state(Status.RUNNING, 0, Duration.ZERO, health));
  }

  FakeContainer ends(Duration from, int exitCode) {
    return at(from, new ContainerState(Status.EXITED, exitCode, 0, FakeTime.NOON, null));
  }

  /** It ends, and the engine waits before it starts it again. */
  FakeContainer waitsForRestart(Duration from, int exitCode, int restarts) {
    return at(from, new ContainerState(Status.RESTARTING, exitCode, restarts, FakeTime.NOON, null));
  }

  FakeContainer runsAgain(Duration from, int restarts) {
    return at(from, state(Status.RUNNING, restarts, from, null));
  }

  FakeContainer isGone(Duration from) {
    life.from(from, new Life.Gone());
    return this;
  }

  FakeContainer hasUnattendedCheck(Duration interval, int retries) {
    life.from(Duration.ZERO, new Life.Unattended(interval, retries));
    return this;
  }

  FakeContainer engineFails(Duration from, EffectException failure) {
    life.from(from, new Life.Failure(failure));
    return this;
  }

  /** Somebody ran its HEALTHCHECK before we came. */
  FakeContainer hasPassedBefore() {
    hasPassed = true;
    return this;
  }

  private FakeContainer at(Duration from, ContainerState state) {
    life.from(from, new Life.Of(state));
    return this;
  }

  @Override
  public @Nullable ContainerState state(String containerId) throws EffectException {
    looks++;
    time.pass(lookTakes);
    return switch (life.now()) {
      case Life.Of(var state) -> state;
      case Life.Gone() -> null;
      case Life.Failure(var failure) -> throw failure;
      case Life.Unattended(var interval, var retries) -> {
        var health =
            failuresInARow >= retries
                ? Health.UNHEALTHY
                : hasPassed ? Health.HEALTHY : Health.STARTING;
        yield new ContainerState(
            Status.RUNNING, null, 0, FakeTime.NOON, new Check(health, interval));
      }
    };
  }

  @Override
  public ProbeAnswer runHealthcheck(String containerId) {
    if (healthcheckProgram != null) {
      return healthcheckProgram;
    }
    healthcheckRuns.add(time.passed().toSeconds());
    var passed = passes.now();
    failuresInARow = passed ? 0 : failuresInARow + 1;
    hasPassed |= passed;
    return new ProbeAnswer.Said(passed ? "0" : "1");
  }

  @Override
  public ProbeAnswer exec(String containerId, List<String> words, Duration timeout) {
    return exec.now();
  }

  @Override
  public List<String> lastLines(String containerId, int count, Collection<EnvValue> secrets)
      throws EffectException {
    hidden.addAll(secrets);
    if (!isLogReadable) {
      throw new EffectException("tried to read the log, but the engine is gone");
    }
    return List.copyOf(log);
  }
}
