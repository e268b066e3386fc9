package io.atomic.reconcile.report;

import static io.atomic.reconcile.report.World.app;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.report.AppStatus.Condition;
import io.atomic.reconcile.report.AppStatus.Health;
import io.atomic.reconcile.report.AppStatus.Truth;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {
  @TempDir Path directory = Path.of("");

  private List<String> lines(String situation) {
    var proposal = Objects.requireNonNull(Situations.all(directory).get(situation));
    return AppStatus.all(proposal).stream().map(StatusTest::line).toList();
  }

  private static String line(AppStatus app) {
    var ready = app.ready();
    return "%s %s %s %s/%s"
        .formatted(
            app.id().name(),
            app.sync().word(),
            app.health().word(),
            ready.status().word(),
            ready.reason());
  }

  private static AppStatus named(Proposal proposal, String name) {
    return AppStatus.all(proposal).stream()
        .filter(app -> app.id().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyWordOfHealthIsUsed() {
    var used = new TreeSet<Health>();
    for (var proposal : Situations.listed(directory)) {
      AppStatus.all(proposal).forEach(app -> used.add(app.health()));
    }
    assertThat(used).containsExactly(Health.values());
  }

  @Test
  void ofAFreshHost() {
    assertThat(lines("fresh"))
        .containsExactly(
            "db OutOfSync Missing False/OutOfSync",
            "far OutOfSync Missing False/OutOfSync",
            "gone Synced Healthy True/Converged",
            "httpd OutOfSync Missing False/OutOfSync",
            "job OutOfSync Missing False/OutOfSync",
            "stopped OutOfSync Missing False/OutOfSync");
  }

  @Test
  void ofAConvergedHost() {
    assertThat(lines("converged"))
        .containsExactly(
            "db Synced Healthy True/Converged",
            "httpd Synced Healthy True/Converged",
            "job Synced Healthy True/Converged");
  }

  @Test
  void ofContainersWhoseHealthcheckHasSomethingToSay() {
    assertThat(lines("checked"))
        .containsExactly(
            "db Synced Progressing False/Progressing",
            "httpd Synced Degraded False/Unhealthy",
            "job Synced Healthy True/Converged",
            "web Synced Healthy True/Converged");
    var apps = AppStatus.all(requireNonNull(Situations.all(directory).get("checked")));
    assertThat(StatusText.table(apps, Style.PLAIN))
        .contains(
            "db running (starting)      its container's HEALTHCHECK has not passed yet",
            "httpd running (unhealthy)  its container's HEALTHCHECK fails",
            "web running (healthy)");
  }

  @Test
  void ofAnAppWhoseGrantWasTakenAway() {
    assertThat(lines("grant taken away"))
        .contains(
            "httpd OutOfSync Degraded False/GrantMissing", "db Synced Healthy True/Converged");
    var world = Situations.grantTakenAway(directory).converged();

    var status = named(world.propose(), "httpd");

    assertThat(StatusTest.line(status)).isEqualTo("httpd Synced Degraded False/GrantMissing");
    assertThat(status.ready().message())
        .contains("label INSTALL uses mount:/", "does not grant it");
    assertThat(requireNonNull(status.grants()).missing()).containsExactly("mount:/");
  }

  @Test
  void ofADriftedHost() {
    assertThat(lines("drifted"))
        .containsExactly(
            "db OutOfSync Degraded False/Drifted",
            "httpd OutOfSync Degraded False/Drifted",
            "job Synced Healthy True/Converged",
            "web OutOfSync Missing False/Drifted");
  }

  @Test
  void ofWhatIsHeld() {
    assertThat(lines("held"))
        .containsExactly(
            "asleep Unknown Suspended Unknown/Suspended",
            "db Synced Healthy True/Converged",
            "elsewhere Unknown Suspended Unknown/ConditionFalse",
            "foreign OutOfSync Healthy False/Conflict",
            "httpd Synced Healthy True/Converged",
            "job Synced Degraded False/CompletedWithFailure",
            "needs OutOfSync Missing False/DependencyNotReady",
            "never OutOfSync Missing False/ImageMissing");
  }

  @Test
  void ofInterruptedInstallations() {
    assertThat(lines("interrupted"))
        .containsExactly(
            "db OutOfSync Progressing False/Drifted",
            "httpd OutOfSync Progressing False/Drifted",
            "job Synced Healthy True/Converged");
  }

  @Test
  void ofInvalidManifests() {
    assertThat(lines("invalid"))
        .containsExactly(
            "db Unknown Healthy False/InvalidManifest",
            "httpd Synced Healthy True/Converged",
            "job Synced Healthy True/Converged",
            "new Unknown Missing False/InvalidManifest");
  }

  @Test
  void withoutTheEngine() {
    assertThat(lines("unreachable"))
        .containsExactly(
            "db Unknown Unknown Unknown/EngineUnavailable",
            "httpd Unknown Unknown Unknown/EngineUnavailable",
            "job Unknown Unknown Unknown/EngineUnavailable");
  }

  @Test
  void onlyWhatWasAskedForIsShown() {
    var world = Situations.fresh(directory).converged().remove("httpd.yaml");
    assertThat(AppStatus.all(world.propose(Selection.of(List.of("httpd")))))
        .extracting(StatusTest::line)
        .containsExactly("httpd OutOfSync Healthy False/OutOfSync");
  }

  @Test
  void conditionsSaySinceWhen() {
    var proposal = Situations.fresh(directory).converged().propose();
    assertThat(named(proposal, "httpd").conditions())
        .extracting(Condition::type, Condition::status, Condition::since)
        .containsExactly(
            tuple(AppStatus.Type.READY, Truth.TRUE, World.NOON),
            tuple(AppStatus.Type.DRIFTED, Truth.FALSE, null),
            tuple(AppStatus.Type.INSTALLED, Truth.TRUE, World.NOON),
            tuple(AppStatus.Type.MANIFEST_VALID, Truth.TRUE, null));
  }

  @Test
  void theTableIsAligned() {
    var world = Situations.fresh(directory).converged().status("db", Status.EXITED);
    assertThat(StatusText.table(AppStatus.all(world.propose()), Style.PLAIN))
        .isEqualTo(
            """
            APP    STATE      SYNC       HEALTH    IMAGE                             CONTAINER         NOTE
            db     running    OutOfSync  Degraded  quay.io/a/db:1 (200000000000)     db exited (137)   container: exited (137) → running
            httpd  running    Synced     Healthy   quay.io/a/httpd:1 (100000000000)  httpd running
            job    completed  Synced     Healthy   quay.io/a/job:1 (300000000000)    job exited (137)
            """);
    assertThat(StatusText.table(List.of(), Style.PLAIN))
        .isEqualTo("No app is declared or recorded.\n");
  }

  @Test
  void coloursDoNotShiftTheColumns() {
    var apps = AppStatus.all(Situations.fresh(directory).converged().propose());
    var coloured = StatusText.table(apps, Style.COLOURED);
    assertThat(Style.COLOURED.printed(coloured)).contains("\u001b[32m");
    assertThat(Style.COLOURED.printed(coloured).replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(StatusText.table(apps, Style.PLAIN));
  }

  @Test
  void theDetailedViewSaysEverything() {
    var world = Situations.fresh(directory).converged().gone("httpd");
    var text = StatusText.detail(named(world.propose(), "httpd"), Style.PLAIN);
    assertThat(text)
        .startsWith("App/httpd\n")
        .contains("  State       running\n")
        .contains("  Sync        OutOfSync\n")
        .contains("  Container   none\n")
        .contains("  Last run    unknown\n")
        .contains("  STOP        docker stop NAME\n")
        .contains("  Drifted           True     DriftFound: container: gone → running\n")
        .contains("  container: gone → running  (drift)\n");
  }

  @Test
  void labelsCannotMoveTheCursor() {
    var world =
        new World(directory)
            .image("xx", Map.of("STOP", "docker stop\n\u001b[2J NAME"))
            .file("xx.yaml", app("xx"))
            .converged();
    var text = StatusText.detail(named(world.propose(), "xx"), Style.PLAIN);
    assertThat(text).contains("docker stop \\x1b[2J NAME\n").doesNotContain("\u001b");
  }
}
