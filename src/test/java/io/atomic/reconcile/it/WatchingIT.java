package io.atomic.reconcile.it;

import static io.atomic.reconcile.it.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Somebody leaves {@code status --watch} on a screen. */
class WatchingIT {
  /** More than a look needs for itself. */
  private static final int SLACK = 8;

  @AutoClose private final TestHost host = TestHost.on(EngineKind.DOCKER);

  @Test
  void looksLeaveNoDescriptorBehind() {
    host.has("web", TestImage.plain());
    host.converges();
    var out = host.directory().resolve("table");
    var watching =
        host.starts(
            List.of("/bin/sh", "-c", "exec \"$@\" > " + out, "sh"), "status", "--watch=100ms");
    patiently().untilAsserted(() -> assertThat(out).content().contains(host.nameOf("web")));
    var proc = new Proc(watching.pid());
    var first = proc.descriptors();

    // Fifty looks, or a few on a machine that is busy; each that left something would show.
    patiently().during(Duration.ofSeconds(6)).until(proc::descriptors, now -> now <= first + SLACK);

    watching.terminate();
    watching.await();
  }

  @Test
  void whoWantsToLookWithoutAPauseIsTold() {
    var result = TestHost.endsWith(64, host.runs("status", "--watch=0s"));

    assertThat(result.err()).contains("--watch", "100ms");
  }
}
