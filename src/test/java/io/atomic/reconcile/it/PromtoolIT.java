package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus' own tool says of alert rules and metrics. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class PromtoolIT {
  @Test
  void theRulesAreWellFormed() {
    var rules = Promtool.RULES.toString();
    var checked = Promtool.runs("", "check", "rules", "--lint=all", "--lint-fatal", rules);
    assertThat(TestHost.endsWith(0, checked).out()).containsPattern("SUCCESS: [1-9]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts-test.yaml", "slow-alerts-test.yaml"})
  void everyAlertComesInItsTimeAndSaysWhereAndWhatHelps(String trials) {
    var tried = Promtool.runs("", "test", "rules", "src/test/resources/prometheus/" + trials);
    assertThat(TestHost.endsWith(0, tried).out()).contains("SUCCESS");
  }

  @Test
  void whatARunWritesForNodeExporterIsWellFormed() throws Exception {
    try (var host = TestHost.on(EngineKind.DOCKER)) {
      var textfile = host.root().resolve("collector/atomic.prom");
      Files.createDirectories(textfile.getParent());
      TestHost.write(
          host.root().resolve("etc/atomic/reconcile.yaml"),
          "metrics: {textfile: /collector/atomic.prom}\n");
      host.has("web", TestImage.plain());
      host.has(
          "bad", TestImage.plain().with("RUN", "docker run -d --name NAME --privileged IMAGE"));

      host.fails(1);

      assertThat(textfile).content().contains("app_changes_total{", "_held{reason=\"GrantMissing");
      Promtool.accepts(Files.readString(textfile));
    }
  }
}
