package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What something changes again each time is not corrected for ever. */
@OnEachEngine
class FlappingIT {
  private static final int CORRECTIONS = 2;

  @AutoClose private final TestHost host;

  FlappingIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @BeforeEach
  void anAppThatSomethingKillsOnceMoreThanIsCorrected() {
    TestHost.write(
        host.root().resolve("etc/atomic/reconcile.yaml"),
        "flapping: {corrections: %d, window: 1h}\n".formatted(CORRECTIONS));
    host.has("web", TestImage.plain());
    host.converges();
    for (var kill = 0; kill < CORRECTIONS; kill++) {
      host.engine().does("kill", host.nameOf("web"));
      host.converges();
      host.container("web").isRunning();
    }
    host.engine().does("kill", host.nameOf("web"));
  }

  @Test
  void itIsHeldAndSaysWhatKeepsDiffering() {
    assertThat(host.fails(1).out())
        .contains("held (Flapping): its drift was corrected 2 times within 1h")
        .contains("it has drifted again: container")
        .contains("retry " + host.nameOf("web"));

    host.container("web").isStopped();
    assertThat(host.runs("status", "{web}").out())
        .containsSubsequence("Stalled", "True", "Flapping");
    assertThat(host.runs("drift").out()).contains("held: Flapping");
    assertThat(host.recorded("web").path("corrections").size()).isEqualTo(CORRECTIONS);
  }

  @Test
  void retryLetsItBeCorrectedAgain() {
    host.fails(1);

    assertThat(host.runs("retry", "{web}").exitCode()).isZero();
    host.converges();

    host.container("web").isRunning();
    assertThat(host.recorded("web").path("corrections").size()).isEqualTo(1);
    host.plansNothing();
  }

  @Test
  void aChangeOfTheManifestIsNoCorrection() {
    host.fails(1);
    host.app("web", "image: localhost/{web}:1\nenv: {MODE: other}");

    host.converges();

    host.container("web").isRunning();
    host.plansNothing();
  }
}
