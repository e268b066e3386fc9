package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is drawn and written of a host. */
@OnEachEngine
class ReportIT {
  @AutoClose private final TestHost host;

  ReportIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  private void thereAreTwoAppsOfWhichOneNeedsTheOther() {
    host.has("db", TestImage.plain());
    host.builds("web", TestImage.plain());
    host.app("web", "image: localhost/{web}:1\ndependsOn: ['{db}']");
    host.converges();
  }

  @Test
  void aPageTellsOfAppsRunsAndPlan() throws IOException {
    thereAreTwoAppsOfWhichOneNeedsTheOther();
    host.engine().does("stop", host.nameOf("db"));
    var file = host.directory().resolve("host.html");

    var result = TestHost.endsWith(0, host.runs("report", "--html", file.toString()));

    assertThat(result.out()).isEqualTo("wrote %s\n".formatted(file));
    assertThat(Files.readString(file))
        .startsWith("<!DOCTYPE html>")
        .contains(host.named("id=\"app-{web}\""), "1 of 2 needs attention", "1 run from ")
        .contains(host.named("needs {db}</title>"), host.named("App/{db}"))
        .endsWith("</html>\n");
  }

  @Test
  void itCanGoToStandardOutput() {
    thereAreTwoAppsOfWhichOneNeedsTheOther();
    assertThat(TestHost.endsWith(0, host.runs("report", "--html", "-")).out())
        .startsWith("<!DOCTYPE html>")
        .endsWith("</html>\n");
  }

  @Test
  void whereThereIsNoDirectoryNothingIsWritten() {
    thereAreTwoAppsOfWhichOneNeedsTheOther();
    var file = host.directory().resolve("no/host.html");
    var result = TestHost.endsWith(1, host.runs("report", "--html", file.toString()));
    assertThat(result.err()).contains("but there is no directory '%s'".formatted(file.getParent()));
    assertThat(file.getParent()).doesNotExist();
  }

  @Test
  void theGraphIsForGraphvizOrAPicture() {
    thereAreTwoAppsOfWhichOneNeedsTheOther();
    assertThat(TestHost.endsWith(0, host.runs("graph")).out())
        .contains(host.named("\"App/{web}\" -> \"App/{db}\""), "Synced, Healthy");
    assertThat(TestHost.endsWith(0, host.runs("graph", "-o", "svg")).out())
        .contains("<svg class=\"graph\"", host.named("<title>{web}: Synced, Healthy; needs {db}"));
    TestHost.endsWith(64, host.runs("graph", "-o", "json"));
  }

  @Test
  void whereTheEngineIsDownItIsSaidAndDrawnAllTheSame() {
    thereAreTwoAppsOfWhichOneNeedsTheOther();
    var result = host.runs("graph", "--engine", host.directory().resolve("none.sock").toString());
    assertThat(TestHost.endsWith(69, result).out()).contains("Unknown, Unknown");
  }
}
