package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The history tells what the last runs did, and which versions there are to go back to. */
@OnEachEngine
class HistoryIT {
  @AutoClose private final TestHost host;

  HistoryIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  private String tells(String... words) {
    var result = host.runs(words);
    assertThat(result.exitCode()).as("%s", result).isZero();
    return result.out();
  }

  @Test
  void everyRunIsTold() {
    assertThat(tells("history")).isEqualTo("No run is recorded.\n");
    host.has("web", TestImage.plain());
    host.converges();
    host.converges();
    host.builds("web", TestImage.of("exit 1"));
    host.fails(1);

    var lines = tells("history").lines().toList();

    assertThat(lines.get(0)).contains("rolled back in");
    assertThat(lines.get(1)).contains(host.named("App/{web}  rolled back (replace)"));
    assertThat(lines.get(2)).contains("nothing to do in");
    assertThat(lines.get(3)).contains("changed in");
    assertThat(lines.get(4)).contains(host.named("App/{web}  changed (create) localhost/{web}:1"));
    assertThat(lines).hasSize(5);
    assertThat(tells("history", "--limit", "1").lines()).hasSize(2);
  }

  @Test
  void theVersionThatANumberNamesIsTheOneThatRollbackGoesBackTo() {
    host.builds("web", TestImage.plain().with("version", "1"));
    host.app("web");
    host.converges();
    for (var version : new String[] {"2", "3"}) {
      host.builds("web", TestImage.plain().with("version", version));
      host.converges();
    }
    var history = JsonMapper.shared().readTree(tells("history", "{web}", "-o", "json"));
    assertThat(history.path("runs").size()).isEqualTo(3);
    var proven = history.at("/versions/proven");
    assertThat(proven.size()).isGreaterThan(1);
    var to = proven.get(proven.size() - 1);

    tells("rollback", "{web}", "--to", String.valueOf(to.path("back").intValue()));

    assertThat(host.container("web").isRunning().imageId())
        .isEqualTo(to.path("imageId").stringValue());
    assertThat(tells("history", "{web}"))
        .contains("gone back from", "rollback " + host.nameOf("web"));
  }

  @Test
  void aDamagedReportIsNamedAndLeftOut() {
    host.has("web", TestImage.plain());
    host.converges();
    var torn = host.stateDirectory().resolve("history/20991231T000000.000Z-torn.json");
    TestHost.write(torn, "{\"formatVersion\": 1, \"ru");

    var result = host.runs("history");

    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.err()).contains("warning: " + torn, "it is not JSON");
    assertThat(result.out()).contains(host.named("App/{web}  changed (create)"));
  }

  @Test
  void anAppThatWasRemovedIsStillTold() {
    host.has("web", TestImage.plain());
    host.converges();
    host.app("other", "image: localhost/{web}:1\nstate: absent");
    host.deleteManifest("web");
    host.converges();

    assertThat(tells("history", "{web}")).contains("(remove)", "(create)");
    assertThat(tells("history", "{other}")).contains("No run that is kept touched");
    var unknown = host.runs("history", "{none}");
    assertThat(unknown.exitCode()).as("%s", unknown).isEqualTo(64);
    assertThat(unknown.err()).contains("there is no app '%s'".formatted(host.nameOf("none")));
  }
}
