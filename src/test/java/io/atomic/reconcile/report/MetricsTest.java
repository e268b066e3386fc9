package io.atomic.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Tally;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads after runs of every kind. */
class MetricsTest {
  @TempDir Path directory;

  private static String text(Tally tally, Sight sight) {
    return MetricsText.of(tally, sight).text();
  }

  private static FinishedRun whole(RunReport report) {
    return new FinishedRun(report, true, false);
  }

  private Proposal situation(String name) {
    return Objects.requireNonNull(Situations.all(directory).get(name));
  }

  private Sight sight(String situation) {
    return Sight.of(situation(situation), "1.2");
  }

  @Test
  void beforeTheFirstRunThereIsLittleToSay() {
    assertThat(text(Tally.NOTHING, Sight.blank("1.2")))
        .contains("atomic_reconcile_info{version=\"1.2\"} 1\n")
        .contains("# TYPE atomic_reconcile_run_duration_seconds histogram\n")
        .contains("atomic_reconcile_lock_contended_total 0.0\n")
        .contains("atomic_reconcile_settings_valid 1.0\n")
        .doesNotContain("last_run", "last_success", "next_run", "app_");
  }

  @Test
  void appsAreShownAsStatusShowsThem() {
    assertThat(text(Tally.NOTHING, sight("converged")))
        .containsPattern(
            "app_info\\{app=\"db\",digest=\"sha256:[0-9a-f]{64}\",health=\"Healthy\",sync=\"Synced\"} 1\n")
        .contains("atomic_reconcile_app_ready{app=\"httpd\"} 1.0\n")
        .contains("atomic_reconcile_app_drifted{app=\"httpd\"} 0.0\n")
        .contains("atomic_reconcile_suspended 0.0\n")
        .doesNotContain("atomic_reconcile_held{");
    assertThat(text(Tally.NOTHING, sight("drifted"))).contains("app_drifted{app=\"httpd\"} 1.0\n");
    assertThat(text(Tally.NOTHING, sight("invalid"))).containsPattern("manifest_errors [1-9]");
    assertThat(text(Tally.NOTHING, sight("unreachable"))).contains("engine_up 0.0\n");
    assertThat(text(Tally.NOTHING, sight("flapping"))).contains("reason=\"Flapping\"");
  }

  @Test
  void anAppThatIsGoneIsNotShownAnyMore() {
    assertThat(text(Tally.NOTHING, sight("nothing"))).doesNotContain("app=");
    var proposal = situation("fresh");
    var report = Runs.report(proposal, Verdict.EXECUTED);
    var counted = Tallying.counted(Tally.NOTHING, report, Set.of("httpd", "db", "job"));
    assertThat(text(counted, Sight.blank("1"))).contains("app_changes_total{action=");
    var later =
        Tallying.counted(counted, Runs.report(situation("nothing"), Verdict.EXECUTED), Set.of());
    assertThat(text(later, Sight.blank("1"))).doesNotContain("app=");
  }

  @Test
  void everyRunIsCountedByHowItEnded() {
    var tally = Tally.NOTHING;
    var proposals = List.copyOf(Situations.all(directory).values());
    for (var report : Runs.of(proposals)) {
      tally = Tallying.counted(tally, report, null);
    }
    var runs = tally.runs();
    var number = (long) proposals.size();
    assertThat(runs.keySet()).containsExactly("failed", "interrupted", "refused", "succeeded");
    assertThat(text(Tally.NOTHING, Sight.blank("1")).lines())
        .filteredOn(line -> line.startsWith("atomic_reconcile_runs_total{"))
        .hasSameSizeAs(runs.keySet())
        .allSatisfy(line -> assertThat(line).containsAnyOf(runs.keySet().toArray(String[]::new)));
    // One without a state and one without a permission have failed as well.
    assertThat(runs.getOrDefault("failed", 0L) + runs.getOrDefault("succeeded", 0L))
        .isEqualTo(number + 2);
    assertThat(runs.get("interrupted")).isEqualTo(number);
    assertThat(runs.get("refused")).isEqualTo(number);
    assertThat(tally.lockContended()).isOne();
    assertThat(tally.lastRunAt()).isEqualTo(World.NOON.plusSeconds(2));
    assertThat(text(tally, Sight.blank("1")))
        .contains("run_duration_seconds_count " + (3 * number + 2) + "\n")
        .contains("run_duration_seconds_bucket{le=\"2.5\"} " + (3 * number + 2) + "\n")
        .contains("last_run_timestamp_seconds 1.793534402E9\n");
  }

  @Test
  void whatHasNotHappenedYetIsCountedAsWellSoThatTheFirstTimeIsSeen() {
    assertThat(text(Tally.NOTHING, sight("converged")))
        .contains("atomic_reconcile_runs_total{result=\"refused\"} 0.0\n")
        .contains("atomic_reconcile_notifications_total{result=\"dropped\"} 0.0\n")
        .contains("atomic_reconcile_app_rollbacks_total{app=\"httpd\"} 0.0\n");
    assertThat(text(Tally.NOTHING.withRollback("httpd"), sight("converged")))
        .containsOnlyOnce("app_rollbacks_total{app=\"httpd\"}")
        .contains("app_rollbacks_total{app=\"httpd\"} 1.0\n");
  }

  @Test
  void openMetricsIsForWhoeverAsksForIt() {
    var open =
        MetricsText.accepted(
            Tally.NOTHING, Sight.blank("1"), "application/openmetrics-text; version=1.0.0");
    assertThat(open.contentType()).startsWith("application/openmetrics-text");
    assertThat(open.text()).endsWith("# EOF\n");
    assertThat(MetricsText.accepted(Tally.NOTHING, Sight.blank("1"), "").contentType())
        .startsWith("text/plain; version=0.0.4");
  }

  @Test
  void whatIsWrongIsAnAlert() {
    var all = Situations.all(directory);
    all.forEach((name, proposal) -> {
      var alerts =
          Alerts.of(whole(Runs.report(proposal, Verdict.EXECUTED)), proposal, List.of()).firing();
      assertThat(alerts)
          .as(name)
          .allSatisfy((key, alert) -> {
            assertThat(key).isEqualTo(alert.key());
            assertThat(alert.reason()).matches("[A-Z][A-Za-z]+");
            assertThat(alert.message()).isNotBlank();
          });
    });
  }

  @Test
  void whereNothingIsWrongThereIsNoAlert() {
    var proposal = situation("converged");
    var report = Runs.report(proposal, Verdict.EXECUTED);
    assertThat(Alerts.of(whole(report), proposal, List.of()).firing()).isEmpty();
    var mistake = new Problem(Problem.Severity.ERROR, null, null, "x is not y", null);
    assertThat(Alerts.of(whole(report), proposal, List.of(mistake)).firing())
        .containsOnlyKeys("settings settings");
  }

  @Test
  void anEngineThatIsDownIsOneAlertAndOfItsAppsNobodyCanTell() {
    var proposal = situation("unreachable");
    var seen = Alerts.of(whole(Runs.report(proposal, Verdict.EXECUTED)), proposal, List.of());
    assertThat(seen.firing()).containsOnlyKeys("engine engine");
    assertThat(seen.unknown()).accepts("App/httpd convergence", "App/db drift");
  }

  @Test
  void aLookShowsWithoutARunWhatIsWrongNow() {
    assertThat(Alerts.of(situation("unreachable"), List.of()).firing())
        .containsOnlyKeys("engine engine");
    assertThat(Alerts.of(situation("left alone"), List.of()).firing()).containsKey("App/db drift");
    assertThat(Alerts.of(situation("held"), List.of()).firing())
        .containsKeys("App/never convergence", "App/foreign convergence", "App/job convergence");
    assertThat(Alerts.of(situation("invalid"), List.of()).firing())
        .containsKeys("App/db manifest", "App/new manifest");
    var mistake = new Problem(Problem.Severity.ERROR, null, null, "x is not y", null);
    assertThat(Alerts.of(situation("converged"), List.of(mistake)).firing())
        .containsOnlyKeys("settings settings");
  }

  @Test
  void aLookWithoutARunEndsNothingThatARunHasFailedAt() {
    var seen = Alerts.of(ranLast(false), List.of());
    assertThat(seen.firing()).as("it runs all the same").isEmpty();
    assertThat(seen.unknown())
        .accepts("run convergence", "App/httpd convergence", "App/db convergence")
        .rejects("App/httpd drift", "App/httpd manifest", "engine engine", "settings settings");

    assertThat(Alerts.of(ranLast(true), List.of()).unknown())
        .as("the record says that it is over")
        .accepts("run convergence", "App/db convergence")
        .rejects("App/httpd convergence");
  }

  /** All is as it should be, and httpd's last run has ended like that. */
  private Proposal ranLast(boolean ok) {
    var outcome =
        new LastOutcome("r1", World.NOON, ok, ok ? null : "tried to stop it, but could not");
    return Situations.fresh(directory.resolve(ok ? "ok" : "failed"))
        .converged()
        .record("httpd", record -> record.withOutcome(outcome))
        .propose();
  }

  @Test
  void driftThatARunIsAboutToPutRightIsNotToldBeforeIt() {
    var seen = Alerts.of(situation("drifted"), List.of());
    assertThat(seen.firing()).doesNotContainKey("App/db drift");
    assertThat(seen.unknown()).accepts("App/db drift");
  }

  @Test
  void whereNobodyCouldLookNothingIsOver() {
    var report = Runs.of(List.of()).get(2);
    var seen = Alerts.of(whole(report), null, List.of());
    assertThat(seen.firing()).containsOnlyKeys("run convergence");
    assertThat(seen.unknown()).accepts("App/httpd convergence").rejects("run convergence");
  }

  @Test
  void aFewAppsThatDoWellDoNotEndWhatIsWrongWithTheRunOfAll() {
    var proposal = situation("converged");
    var report = Runs.report(proposal, Verdict.EXECUTED);
    assertThat(Alerts.of(new FinishedRun(report, false, false), proposal, List.of()).unknown())
        .accepts("run convergence")
        .rejects("App/httpd convergence");
    assertThat(Alerts.of(whole(report), proposal, List.of()).unknown()).rejects("run convergence");
  }

  @Test
  void aRunThatRunsOutOfTimeIsAnAlertAndOneThatIsToldToEndIsNot() {
    var report = Runs.report(situation("fresh"), Verdict.INTERRUPTED);
    assertThat(Alerts.of(whole(report), null, List.of()).firing())
        .containsOnlyKeys("run convergence");

    var told = Alerts.of(new FinishedRun(report, true, true), null, List.of());

    assertThat(told.firing()).isEmpty();
    assertThat(told.unknown()).accepts("run convergence");
  }
}
