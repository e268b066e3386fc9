package io.atomic.reconcile.it;

import static io.atomic.reconcile.it.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a real Prometheus makes of a daemon on whose host an update fails. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class PrometheusIT {
  @AutoClose private final TestHost host = TestHost.on(EngineKind.DOCKER);

  private final InetSocketAddress metrics = Loopback.free();
  private final String instance = "127.0.0.1:" + metrics.getPort();

  @BeforeEach
  void declareTwoAppsAndAPort() {
    TestHost.write(
        host.root().resolve("etc/atomic/reconcile.yaml"),
        "metrics: {listen: '%s'}\n".formatted(instance));
    host.has("web", TestImage.plain());
    host.has("db", TestImage.plain());
  }

  /** Has seen that all is well. */
  private RunningPrometheus watching() throws IOException {
    var prometheus = RunningPrometheus.watching(metrics, host.directory().resolve("prometheus"));
    patiently()
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> prometheus.query("sum(atomic_reconcile_app_ready) == 2").size() == 1);
    return prometheus;
  }

  private void updateFails() {
    host.builds("web", TestImage.of("exit 3"));
  }

  private String alert(String name, String summary) {
    return host.named("%s %s: %s".formatted(name, instance, summary));
  }

  @Test
  void anUpdateThatFailsIsAlertedAndNothingElseIs() throws Exception {
    try (var _ = RunningDaemon.on(host);
        var prometheus = watching()) {
      assertThat(prometheus.firing()).isEmpty();

      updateFails();

      patiently()
          .untilAsserted(() ->
              assertThat(prometheus.firing())
                  .containsExactlyInAnyOrder(
                      alert("AtomicReconcileRollback", "{web} was rolled back"),
                      alert("AtomicReconcileVersionHeld", "App/{web} is held (RolledBack)"),
                      alert("AtomicReconcileAppNotReady", "{web} is not what its manifest says"),
                      alert("AtomicReconcileAppDegraded", "{web} is Degraded")));
    }
  }
}
