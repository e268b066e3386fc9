package io.atomic.reconcile.engine;

import static io.atomic.reconcile.model.Container.Status.CREATED;
import static io.atomic.reconcile.model.Container.Status.DEAD;
import static io.atomic.reconcile.model.Container.Status.EXITED;
import static io.atomic.reconcile.model.Container.Status.PAUSED;
import static io.atomic.reconcile.model.Container.Status.REMOVING;
import static io.atomic.reconcile.model.Container.Status.RESTARTING;
import static io.atomic.reconcile.model.Container.Status.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.ContainerState;
import io.atomic.reconcile.cycle.ContainerState.Check;
import io.atomic.reconcile.model.Container.Health;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.model.Observed.EngineKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateReadingTest {

  private static ContainerState read(EngineKind kind, Map<String, Object> inspected) {
    return new StateReading(kind, new Answer(inspected), kind == EngineKind.PODMAN).read();
  }

  private static Map<String, Object> ended(String word, int exitCode, int restarts, String policy) {
    return Map.of(
        "State",
        Map.of("Status", word, "ExitCode", exitCode),
        "RestartCount",
        restarts,
        "HostConfig",
        Map.of("RestartPolicy", Map.of("Name", policy, "MaximumRetryCount", 3)));
  }

  @Test
  void ofOneThatRuns() {
    assertThat(
            read(
                EngineKind.DOCKER,
                Map.of(
                    "State",
                    Map.of(
                        "Status",
                        "running",
                        "ExitCode",
                        0,
                        "StartedAt",
                        "2026-11-26T01:48:57.503347152Z"),
                    "RestartCount",
                    2)))
        .isEqualTo(
            new ContainerState(
                RUNNING, null, 2, Instant.parse("2026-11-26T01:48:57.503347152Z"), null));
  }

  @Test
  void timesMayBeOfAnyZoneAndTheYearOneIsNever() {
    assertThat(startedAt("2026-11-26T03:48:57+02:00"))
        .isEqualTo(Instant.parse("2026-11-26T01:48:57Z"));
    assertThat(startedAt("0001-01-01T00:00:00Z")).isNull();
    assertThat(startedAt("")).isNull();
  }

  private static @Nullable Instant startedAt(String text) {
    return read(EngineKind.PODMAN, Map.of("State", Map.of("Status", "running", "StartedAt", text)))
        .startedAt();
  }

  @Test
  void whoeverHasEndedHasAnExitCode() {
    assertThat(read(EngineKind.DOCKER, ended("exited", 137, 0, "no")).exitCode()).isEqualTo(137);
    assertThat(read(EngineKind.DOCKER, ended("restarting", 4, 6, "always")).exitCode())
        .isEqualTo(4);
    assertThat(read(EngineKind.DOCKER, ended("created", 0, 0, "no")).exitCode()).isNull();
  }

  @Test
  void everyWordOfTheEnginesIsKnown() {
    var words =
        Map.of(
            "created", CREATED,
            "initialized", CREATED,
            "running", RUNNING,
            "paused", PAUSED,
            "restarting", RESTARTING,
            "stopping", REMOVING,
            "removing", REMOVING,
            "stopped", EXITED,
            "exited", EXITED,
            "dead", DEAD);
    words.forEach((word, status) ->
        assertThat(read(EngineKind.DOCKER, ended(word, 0, 0, "always")).status())
            .as(word)
            .isEqualTo(status));
  }

  /** Docker says {@code restarting} itself; podman says {@code stopped}. */
  @ParameterizedTest
  @CsvSource({
    "PODMAN, always, 4, 40, RESTARTING",
    "PODMAN, unless-stopped, 0, 40, RESTARTING",
    "PODMAN, on-failure, 4, 2, RESTARTING",
    "PODMAN, on-failure, 4, 3, EXITED",
    "PODMAN, on-failure, 0, 0, EXITED",
    "PODMAN, no, 4, 0, EXITED",
    "PODMAN, '', 4, 0, EXITED",
    "DOCKER, always, 4, 0, EXITED"
  })
  void onPodmanTheRestartPolicySaysWhetherAnEndIsTheEnd(
      EngineKind kind, String policy, int exitCode, int restarts, Status status) {
    assertThat(read(kind, ended("stopped", exitCode, restarts, policy)).status()).isEqualTo(status);
  }

  @Test
  void aHealthcheckThatTheEngineRunsIsNotOurs() {
    assertThat(read(EngineKind.DOCKER, checked("starting", 5)).check())
        .isEqualTo(new Check(Health.STARTING, null, Duration.ofSeconds(35)));
    assertThat(read(EngineKind.DOCKER, checked("unhealthy", 5)).check())
        .isEqualTo(new Check(Health.UNHEALTHY, null, Duration.ofSeconds(35)));
  }

  @Test
  void aHealthcheckThatIsOursHasAnInterval() {
    assertThat(read(EngineKind.PODMAN, checked("healthy", 5)).check())
        .isEqualTo(new Check(Health.HEALTHY, Duration.ofSeconds(5), Duration.ofSeconds(35)));
    assertThat(read(EngineKind.PODMAN, checked("starting", 0)).check())
        .isEqualTo(new Check(Health.STARTING, Duration.ofSeconds(30), Duration.ofMinutes(1)));
  }

  @Test
  void withoutAHealthcheckThereIsNone() {
    assertThat(read(EngineKind.PODMAN, checked("", 0)).check()).isNull();
    assertThat(read(EngineKind.DOCKER, checked("none", 0)).check()).isNull();
  }

  private static Map<String, Object> checked(String word, int seconds) {
    return Map.of(
        "State",
        Map.of("Status", "running", "Health", Map.of("Status", word)),
        "Config",
        Map.of("Healthcheck", Map.of("Interval", seconds * 1_000_000_000L)));
  }
}
