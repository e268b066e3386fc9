package io.atomic.reconcile.engine;

import io.atomic.reconcile.cycle.ContainerState;
import io.atomic.reconcile.cycle.ContainerState.Check;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.model.Observed.EngineKind;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads how a container stands off what the engine says of it. */
final class StateReading {
  /** The engines' default, where a HEALTHCHECK does not say. */
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(30);

  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

  private final EngineKind kind;
  private final Answer container;
  private final Answer state;
  private final boolean checksAreOurs;

  /**
   * A reading.
   *
   * @param container as inspected
   * @param checksAreOurs whether the engine leaves it to us to run a HEALTHCHECK
   */
  StateReading(EngineKind kind, Answer container, boolean checksAreOurs) {
    this.kind = kind;
    this.container = container;
    this.state = container.in("State");
    this.checksAreOurs = checksAreOurs;
  }

  ContainerState read() {
    var status = EngineShapes.status(state.text("Status"));
    var hasEnded = status == Status.EXITED || status == Status.DEAD || status == Status.RESTARTING;
    return new ContainerState(
        status == Status.EXITED && isStartedAgain() ? Status.RESTARTING : status,
        hasEnded ? (int) state.number("ExitCode") : null,
        (int) container.number("RestartCount"),
        startedAt(),
        check());
  }

  /** Between two runs podman says {@code stopped}, like of one that it leaves alone. */
  private boolean isStartedAgain() {
    var policy = container.in("HostConfig").in("RestartPolicy");
    var most = policy.number("MaximumRetryCount");
    return kind == EngineKind.PODMAN
        && switch (policy.text("Name")) {
          case "always", "unless-stopped" -> true;
          case "on-failure" ->
              state.number("ExitCode") != 0
                  && (most == 0 || container.number("RestartCount") < most);
          default -> false;
        };
  }

  private @Nullable Instant startedAt() {
    try {
      var at = OffsetDateTime.parse(state.text("StartedAt")).toInstant();
      // The year 1 stands for never.
      return at.isAfter(Instant.EPOCH) ? at : null;
    } catch (DateTimeParseException _) {
      return null;
    }
  }

  private @Nullable Check check() {
    var health = EngineShapes.health(state.in("Health").text("Status"));
    if (health == null) {
      return null;
    }
    var config = container.in("Config").in("Healthcheck");
    var interval = duration(config, "Interval", USUAL_INTERVAL);
    return new Check(
        health,
        checksAreOurs ? interval : null,
        duration(config, "StartPeriod", Duration.ZERO)
            .plus(interval)
            .plus(duration(config, "Timeout", USUAL_TIMEOUT)));
  }

  private static Duration duration(Answer config, String field, Duration usual) {
    var nanoseconds = config.number(field);
    return nanoseconds > 0 ? Duration.ofNanos(nanoseconds) : usual;
  }
}
