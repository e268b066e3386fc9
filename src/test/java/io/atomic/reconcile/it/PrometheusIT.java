package io.atomic.reconcile.it;

import static io.atomic.reconcile.it.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.json.JsonMapper;

/** What a real Prometheus makes of a daemon on whose host an update fails. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class PrometheusIT {
  private static final Path DASHBOARD = Path.of("systemd/grafana/atomic-reconcile.json");

  @AutoClose private final TestHost host = TestHost.on(EngineKind.DOCKER);

  private final InetSocketAddress metrics = Loopback.free();
  private final String instance = "127.0.0.1:" + metrics.getPort();

  @BeforeEach
  void declareTwoAppsAndAPort() {
    TestHost.write(
        host.root().resolve("etc/atomic/reconcile.yaml"),
        "metrics: {listen: '%s'}\n".formatted(instance));
    host.builds("web", TestImage.plain());
    host.app("web", "image: localhost/{web}:1\nhealth: {running: 1s}");
    host.has("db", TestImage.plain());
  }

  /** Has seen that all is well. */
  private RunningPrometheus watching() throws IOException {
    var prometheus = RunningPrometheus.watching(metrics, host.directory().resolve("prometheus"));
    patiently().until(() -> prometheus.query("sum(atomic_reconcile_app_ready) == 2").size() == 1);
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

  /** Of one panel, as Grafana asks it. */
  private record Question(String panel, String expression, List<String> legend) {
    private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    static List<Question> all() throws IOException {
      var all = new ArrayList<Question>();
      var dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
      for (var panel : dashboard.path("panels")) {
        for (var target : panel.path("targets")) {
          var expression = target.path("expr").stringValue();
          all.add(
              new Question(
                  panel.path("title").stringValue(),
                  expression.replace("$instance", ".*").replace("$__rate_interval", "1m"),
                  LABEL
                      .matcher(target.path("legendFormat").stringValue())
                      .results()
                      .map(label -> label.group(1))
                      .toList()));
        }
      }
      return all;
    }

    /** Whether there is something to show, and to call it by. */
    boolean isAnswered(RunningPrometheus prometheus) {
      var series = prometheus.query(expression);
      return !series.isEmpty()
          && series.stream()
              .allMatch(one ->
                  !one.at("/value/1").stringValue().equals("NaN")
                      && legend.stream().allMatch(one.path("metric")::has));
    }
  }

  @Test
  void everyPanelOfTheDashboardShowsSomethingExceptWhereThatIsGood() throws Exception {
    try (var _ = RunningDaemon.on(host);
        var prometheus = watching()) {
      updateFails();

      patiently()
          .untilAsserted(() -> {
            var empty = new TreeSet<String>();
            var shown = new TreeSet<String>();
            for (var question : Question.all()) {
              (question.isAnswered(prometheus) ? shown : empty).add(question.panel());
            }
            // No manifest declares the host.
            assertThat(empty).containsExactly("Hosts", "What is in the way");
            assertThat(shown).hasSizeGreaterThan(10).doesNotContainAnyElementsOf(empty);
          });
      // What one can choose among on top.
      assertThat(prometheus.query("count by (instance) (atomic_reconcile_info)"))
          .singleElement()
          .satisfies(
              one -> assertThat(one.at("/metric/instance").stringValue()).isEqualTo(instance));
    }
  }
}
