package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An app that waits for the host waits where nothing tells when that is ready, and says so. */
@OnEachEngine
class WaitForHostIT {
  @AutoClose private final TestHost host;

  WaitForHostIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void whereNoManifestDeclaresAHostItIsHeldAndTheRunFails() {
    host.builds("web", TestImage.plain());
    host.app("web", "image: localhost/{web}:1\nwaitForHost: true\n");
    host.has("other", TestImage.plain());

    var run = host.fails(1);

    assertThat(run.out()).contains("held (HostNotReady)", "no manifest declares one");
    host.container("web").isAbsent();
    host.container("other").isRunning();
  }

  @Test
  void whatRunsAlreadyGoesOnAndIsNotUpdated() {
    host.has("web", TestImage.plain());
    host.converges();
    var web = host.container("web");
    host.app("web", "image: localhost/{web}:1\nwaitForHost: true\n");
    host.converges();
    host.builds("web", TestImage.plain().with("version", "2"));

    assertThat(host.fails(1).out()).contains("held (HostNotReady)");

    host.container("web").isUntouchedSince(web);
  }
}
