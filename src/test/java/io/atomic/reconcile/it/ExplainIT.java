package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code explain} says is what happens. */
@OnEachEngine
class ExplainIT {
  private static final String SECRET = "pa55-phrase-that-nobody-may-see";

  @AutoClose private final TestHost host;

  ExplainIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  private void anApp() {
    TestHost.write(host.root().resolve("etc/atomic/secrets/password"), SECRET + "\n");
    host.builds(
        "web",
        TestImage.plain()
            .with("RUN", "docker run -d --name NAME -e MODE=${MODE} -e P=${PASSWORD} IMAGE")
            .with("STOP", "docker stop -t 1 {web}"));
    host.app(
        "web",
        """
        image: localhost/{web}:1
        env:
          MODE: fast
          PASSWORD: {file: /etc/atomic/secrets/password}
        """);
  }

  private JsonNode explained() {
    var result = host.runs("explain", "{web}", "-o", "json");
    assertThat(result.exitCode()).as("%s", result).isZero();
    return JsonMapper.shared().readTree(result.out());
  }

  @Test
  void theWordsOfRunAreThoseThatTheNextRunHas() {
    anApp();
    var told = strings(explained().path("commands").get(1).path("argv"));
    var planned =
        JsonMapper.shared().readTree(host.plans("-o", "json").out()).path("steps").values().stream()
            .filter(step -> step.path("action").asString().equals("run"))
            .map(step -> strings(step.path("argv")))
            .findFirst()
            .orElseThrow();

    for (var i = planned.indexOf("--label"); i >= 0; i = planned.indexOf("--label")) {
      planned.remove(i);
      planned.remove(i);
    }
    assertThat(told).isEqualTo(planned).contains("MODE=fast", host.nameOf("web"));
  }

  @Test
  void anAppThatRunsIsToldWithWhatWasMadeAndWithoutItsSecret() {
    anApp();
    host.converges();

    var json = explained();
    assertThat(json.path("imageOnDisk").asBoolean()).isTrue();
    assertThat(json.path("app").path("sync").asString()).isEqualTo("Synced");
    assertThat(json.path("record").path("containers")).hasSize(1);
    assertThat(json.path("commands").get(2).path("source").asString()).isEqualTo("record");
    assertThat(json.path("steps")).isEmpty();
    var text = host.runs("explain", "{web}");
    assertThat(text.out()).contains("PASSWORD=(secret)", "nothing to do", "MODE=fast");
    assertThat(text.text() + json).doesNotContain(SECRET);
  }

  @Test
  void anAppThatIsOnlyRecordedIsExplainedAsWell() {
    anApp();
    host.converges();
    host.deleteManifest("web");
    host.has("other", TestImage.plain());

    var result = host.runs("explain", "{web}");
    assertThat(result.out()).contains("none that is valid", "as recorded when it was installed");
  }

  @Test
  void anAppThatIsNotThereIsWrongUsage() {
    host.has("web", TestImage.plain());
    var result = host.runs("explain", "nobody");
    assertThat(result.exitCode()).isEqualTo(64);
    assertThat(result.text()).contains("no app 'nobody'").doesNotContain("Exception");
  }

  private static List<String> strings(JsonNode array) {
    var strings = new ArrayList<String>();
    array.forEach(item -> strings.add(item.asString()));
    return strings;
  }
}
