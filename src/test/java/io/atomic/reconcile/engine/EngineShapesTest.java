package io.atomic.reconcile.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Container.Health;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineShapesTest {

  /** The words of docker and of podman 5; older podmans leave it out. */
  @ParameterizedTest
  @CsvSource({
    "Up 5 seconds (healthy), HEALTHY",
    "Up About a minute (unhealthy), UNHEALTHY",
    "Up 2 days (health: starting), STARTING",
    "Up 2 days (starting), STARTING",
    "Up 5 seconds,",
    "Up 5 seconds (Paused),",
    "'',"
  })
  void whatAListSaysOfAHealthcheck(String status, @Nullable Health health) {
    assertThat(EngineShapes.healthAtEndOf(status)).isEqualTo(health);
  }
}
