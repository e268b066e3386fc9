package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invariant 4: only what we made is ever removed or replaced. */
@OnEachEngine
class ForeignContainerIT {
  @AutoClose private final TestHost host;

  ForeignContainerIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @BeforeEach
  void somebodyRunsAContainer() {
    host.builds("web", TestImage.noting("1").without("INSTALL").without("RUN"));
    host.engine()
        .does(
            "run",
            "-d",
            "--name",
            host.nameOf("web"),
            host.named("localhost/{web}:1"),
            "/bin/sh",
            "-c",
            "mkdir /data; trap 'exit 0' TERM; sleep 100000 & wait");
  }

  @Test
  void oneCalledLikeAnAppIsAConflictAndStaysAsItIs() {
    var before = host.container("web");
    host.app("web");
    host.has("other", TestImage.plain());

    var result = host.fails(1);

    assertThat(result.text()).contains("held (Conflict)", "adopt: true");
    host.container("web").isUntouchedSince(before);
    host.container("other").isRunning();
    assertThat(host.isRecorded("web")).isFalse();
  }

  @Test
  void oneThatIsToBeAdoptedIsTakenOverWithoutARestart() {
    var before = host.container("web");
    host.app("web", "image: localhost/{web}:1\nadopt: true\n");

    host.converges();

    host.container("web").isUntouchedSince(before);
    assertThat(host.recorded("web").path("launch").path("containerId").asString())
        .isEqualTo(before.id());
    host.plansNothing();
    host.engine().does("stop", host.nameOf("web"));
    host.converges();
    host.container("web").isRunning();
  }

  @Test
  void oneThatIsNamedByNoManifestIsNoneOfOurBusiness() {
    var before = host.container("web");
    host.has("other", TestImage.plain());
    host.converges();
    host.app("other", "image: localhost/{other}:1\nstate: absent\n");

    host.converges();

    host.container("web").isUntouchedSince(before);
  }
}
