package io.atomic.reconcile.report;

import static io.atomic.reconcile.report.World.app;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.plan.Planner;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.plan.Situation;
import io.atomic.reconcile.report.Condition.Truth;
import io.atomic.reconcile.report.ResourceStatus.Health;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(StatusTable.of(null, apps, Style.PLAIN))
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
            tuple(Condition.Type.READY, Truth.TRUE, World.NOON),
            tuple(Condition.Type.DRIFTED, Truth.FALSE, null),
            tuple(Condition.Type.INSTALLED, Truth.TRUE, World.NOON),
            tuple(Condition.Type.MANIFEST_VALID, Truth.TRUE, null));
  }

  /** Sync, health, and what the four conditions of a host say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          converged | Synced Healthy True/Converged False/NothingWaits False/NotRolledBack False/NothingInTheWay
          fresh | OutOfSync Healthy False/OutOfSync False/NothingWaits False/NotRolledBack False/NothingInTheWay
          kernel-arguments-drift | OutOfSync Healthy False/Drifted False/NothingWaits False/NotRolledBack False/NothingInTheWay
          tool-refused | OutOfSync Healthy False/ToolRefused False/NothingWaits False/NotRolledBack False/NothingInTheWay
          reboot-required | OutOfSync Healthy False/RebootRequired True/Never False/NotRolledBack False/NothingInTheWay
          reboot-waits-for-a-window | OutOfSync Healthy False/RebootRequired True/WindowClosed False/NotRolledBack False/NothingInTheWay
          reboot-now | OutOfSync Healthy False/RebootRequired True/Due False/NotRolledBack False/NothingInTheWay
          fresh-and-booted | OutOfSync Healthy False/OutOfSync False/NothingWaits False/NotRolledBack False/NothingInTheWay
          staged-by-others-besides | Synced Healthy True/Converged False/NothingWaits False/NotRolledBack False/NothingInTheWay
          boot-not-complete | Unknown Progressing False/BootNotComplete False/NothingWaits False/NotRolledBack False/NothingInTheWay
          boot-failed | Unknown Degraded False/BootFailed False/NothingWaits False/NotRolledBack False/NothingInTheWay
          rolled-back | OutOfSync Degraded False/RolledBack False/NothingWaits True/RolledBack False/NothingInTheWay
          rolled-back-by-others | OutOfSync Degraded False/RolledBack False/NothingWaits True/RolledBack False/NothingInTheWay
          finalization-failed | OutOfSync Degraded False/FinalizationFailed False/NothingWaits True/FinalizationFailed False/NothingInTheWay
          rolled-back-then-another-wish | OutOfSync Healthy False/OutOfSync False/NothingWaits False/NotRolledBack False/NothingInTheWay
          driven-by-zincati | OutOfSync Healthy False/UpdateDriver False/NothingWaits False/NotRolledBack True/UpdateDriver
          rival-timer | OutOfSync Healthy False/RivalUpdater False/NothingWaits False/NotRolledBack True/RivalUpdater
          staged-by-others-otherwise | OutOfSync Healthy False/ForeignDeployment False/NothingWaits False/NotRolledBack True/ForeignDeployment
          bootc-packages | OutOfSync Healthy False/NotSupported False/NothingWaits False/NotRolledBack True/NotSupported
          transaction-going-on | Synced Healthy True/Converged False/NothingWaits False/NotRolledBack True/TransactionInProgress
          not-booted | Unknown Missing False/NotBooted False/NothingWaits False/NotRolledBack True/NotBooted
          no-tool | Unknown Unknown Unknown/NoHostTool Unknown/NotSeen False/NotRolledBack True/NoHostTool
          unreadable | Unknown Unknown Unknown/HostUnreadable Unknown/NotSeen False/NotRolledBack True/HostUnreadable
          invalid-manifest | Unknown Healthy False/InvalidManifest False/NothingWaits False/NotRolledBack False/NothingInTheWay
          manifest-gone | OutOfSync Healthy False/OutOfSync False/NothingWaits False/NotRolledBack False/NothingInTheWay
          """)
  void ofTheHost(String example, String line) {
    assertThat(line(host(example))).isEqualTo(line);
  }

  private static String line(HostStatus host) {
    return "%s %s %s"
        .formatted(
            host.sync().word(),
            host.health().word(),
            host.conditions().subList(0, 4).stream()
                .map(one -> "%s/%s".formatted(one.status().word(), one.reason()))
                .collect(Collectors.joining(" ")));
  }

  private static HostStatus host(String example) {
    return requireNonNull(HostStatus.of(Situations.host(example)));
  }

  private static Condition condition(HostStatus host, Condition.Type type) {
    return host.conditions().stream().filter(one -> one.type() == type).findFirst().orElseThrow();
  }

  @Test
  void aHostThatWasRolledBackSaysSinceWhenAndWhy() {
    assertThat(condition(host("rolled-back"), Condition.Type.ROLLED_BACK))
        .extracting(Condition::message, Condition::since)
        .containsExactly(
            "'42.2' was booted, but something went back to another deployment", World.NOON);
    assertThat(condition(host("rolled-back-by-others"), Condition.Type.ROLLED_BACK).since())
        .isNull();
  }

  @Test
  void theLastRunThatDidSomethingToTheHostIsRemembered() {
    assertThat(condition(host("boot-proven"), Condition.Type.LAST_RUN_SUCCEEDED).status())
        .isEqualTo(Truth.TRUE);
    assertThat(condition(host("tool-refused"), Condition.Type.LAST_RUN_SUCCEEDED).message())
        .isEqualTo("run r1: what was tried, and what happened");
  }

  @Test
  void theHostIsAskedForByKindAndName() {
    var situation = Situations.host("converged").situation();
    var selection = Selection.of(List.of("Host/host"));
    assertThat(HostStatus.of(proposal(situation, selection))).isEqualTo(host("converged"));
    assertThat(HostStatus.of(proposal(situation, Selection.of(List.of("host"))))).isNull();
  }

  private static Proposal proposal(Situation situation, Selection selection) {
    return new Proposal(
        situation,
        selection,
        Planner.plan(situation, selection),
        List.of(),
        Collections.emptySortedMap());
  }

  @Test
  void withoutAHostThereIsNothingToSayOfOne() {
    assertThat(HostStatus.of(Situations.fresh(directory).propose())).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update-auto            | True/Due               | its tag means sha256:
          update-auto-branch     | True/Due               | its branch means
          update-notify          | True/TagMoved          | its tag means
          update-too-young       | True/TooYoung          | its tag means
          window-update-waits    | True/WindowClosed      | its tag means
          update-staged-already  | False/UpToDate         | its tag means
          update-registry-silent | Unknown/RegistrySilent | tried to ask
          """)
  void whetherThereIsAnUpdateIsSaidAsOfApps(String example, String line, String message) {
    var update = condition(host(example), Condition.Type.UPDATE_AVAILABLE);
    assertThat("%s/%s".formatted(update.status().word(), update.reason())).isEqualTo(line);
    assertThat(update.message()).startsWith(message);
  }

  @Test
  void theHostIsTheFirstLineOfTheTable() {
    var apps = AppStatus.all(Situations.fresh(directory).converged().propose());
    assertThat(StatusTable.of(host("reboot-required"), apps.subList(0, 1), Style.PLAIN))
        .isEqualTo(
            """
            APP        STATE    SYNC       HEALTH   IMAGE                                      CONTAINER   NOTE
            Host/host  -        OutOfSync  Healthy  fedora:fedora/42/x86_64/silverblue (42.1)  -           '43.1' waits to be booted: spec.reboot.strategy is 'never'
            db         running  Synced     Healthy  quay.io/a/db:1 (200000000000)              db running
            """);
  }

  @Test
  void theDetailedViewOfTheHostSaysEverything() {
    assertThat(StatusText.of(host("reboot-required"), Style.PLAIN))
        .isEqualTo(
            """
            Host/host
              Manifest    manifests/host.yaml:1:1
              Sync        OutOfSync
              Health      Healthy
              Tool        rpm-ostree
              Booted      fedora:fedora/42/x86_64/silverblue (42.1)
                          commit 1111111111111111111111111111111111111111111111111111111111111111
              Boots next  fedora:fedora/43/x86_64/silverblue (43.1)
                          commit 2222222222222222222222222222222222222222222222222222222222222222
                          staged, locked
              Rollback    none
              Attempt     '42.2' was staged at 2026-11-01T12:00:00Z
              Last run    unknown
            Conditions
              HostConverged     False    RebootRequired: '43.1' waits to be booted: spec.reboot.strategy is 'never'
              RebootRequired    True     Never: '43.1' waits to be booted: spec.reboot.strategy is 'never' (since 2026-11-01T12:00:00Z)
              RolledBack        False    NotRolledBack: nothing that the manifest says has failed to boot
              Blocked           False    NothingInTheWay: nothing is in the way
              ManifestValid     True     Valid: declared in manifests/host.yaml:1:1
            """);
    assertThat(StatusText.of(host("lock-is-kept-after-a-roll-back"), Style.PLAIN))
        .contains("  Rollback    fedora:fedora/43/x86_64/silverblue (43.1)\n")
        .contains("  Failed      rolled-back at 2026-11-01T12:00:00Z: '42.2' was booted, but ")
        .contains("  Lock        of group web at https://lock.example/\n");
    assertThat(StatusText.of(host("packages"), Style.PLAIN))
        .contains("              packages: htop nano vim\n", "  By us       packages: vim\n");
  }

  @Test
  void theTableIsAligned() {
    var world = Situations.fresh(directory).converged().status("db", Status.EXITED);
    assertThat(StatusTable.of(null, AppStatus.all(world.propose()), Style.PLAIN))
        .isEqualTo(
            """
            APP    STATE      SYNC       HEALTH    IMAGE                             CONTAINER         NOTE
            db     running    OutOfSync  Degraded  quay.io/a/db:1 (200000000000)     db exited (137)   container: exited (137) → running
            httpd  running    Synced     Healthy   quay.io/a/httpd:1 (100000000000)  httpd running
            job    completed  Synced     Healthy   quay.io/a/job:1 (300000000000)    job exited (137)
            """);
    assertThat(StatusTable.of(null, List.of(), Style.PLAIN))
        .isEqualTo("No app is declared or recorded.\n");
  }

  @Test
  void coloursDoNotShiftTheColumns() {
    var apps = AppStatus.all(Situations.fresh(directory).converged().propose());
    var coloured = StatusTable.of(null, apps, Style.COLOURED);
    assertThat(Style.COLOURED.printed(coloured)).contains("\u001b[32m");
    assertThat(Style.COLOURED.printed(coloured).replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(StatusTable.of(null, apps, Style.PLAIN));
  }

  @Test
  void theDetailedViewSaysEverything() {
    var world = Situations.fresh(directory).converged().gone("httpd");
    var text = StatusText.of(named(world.propose(), "httpd"), Style.PLAIN);
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
    var text = StatusText.of(named(world.propose(), "xx"), Style.PLAIN);
    assertThat(text).contains("docker stop \\x1b[2J NAME\n").doesNotContain("\u001b");
  }
}
