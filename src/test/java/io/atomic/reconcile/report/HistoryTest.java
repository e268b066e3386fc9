package io.atomic.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.cycle.StepResult;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.report.PastRun.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of the runs that are over. */
class HistoryTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path directory = Path.of("");

  /**
   * A run in which every step ends well, but for the look at health and the roll-back after it,
   * written down and read again.
   */
  private static PastRun run(World world, Verdict verdict, Outcome... last) {
    var proposal = world.propose();
    var results = new TreeMap<String, StepResult>();
    for (var step : proposal.plan().steps()) {
      var outcome =
          switch (step.action()) {
            case AppAction.CheckHealth _ when last.length > 0 -> last[0];
            case AppAction.RollBack _ when last.length > 1 -> last[1];
            default -> new Outcome.Done(null);
          };
      results.put(step.id(), new StepResult(step.id(), outcome, World.NOON, Duration.ZERO));
    }
    return read(
        new RunReport(
            "r7",
            World.NOON,
            World.NOON.plusSeconds(3),
            verdict,
            proposal.plan(),
            results,
            List.of(),
            installed(proposal)));
  }

  /** A run in which every step ends well up to that action, which fails. */
  private static PastRun failingAt(String action, World world) {
    var proposal = world.propose();
    var results = new TreeMap<String, StepResult>();
    Outcome outcome = new Outcome.Done(null);
    for (var step : proposal.plan().steps()) {
      var isIt = step.action().word().equals(action);
      if (isIt) {
        outcome = new Outcome.Failed("tried to go on, but it is noon", null, "");
      }
      results.put(step.id(), new StepResult(step.id(), outcome, World.NOON, Duration.ZERO));
      if (isIt) {
        outcome = new Outcome.Skipped("'%s' did not succeed".formatted(step.id()));
      }
    }
    assertThat(outcome).isInstanceOf(Outcome.Skipped.class);
    return read(
        new RunReport(
            "r7",
            World.NOON,
            World.NOON.plusSeconds(3),
            Verdict.EXECUTED,
            proposal.plan(),
            results,
            List.of(),
            new TreeMap<>()));
  }

  private static PastRun unplanned(Verdict verdict, String message) {
    return read(
        new RunReport(
            "r7",
            World.NOON,
            World.NOON,
            verdict,
            null,
            new TreeMap<>(),
            List.of(new Problem(Problem.Severity.ERROR, null, null, message, null)),
            new TreeMap<>()));
  }

  /** What there is once everything has gone well. */
  private static SortedMap<String, Installation> installed(Proposal proposal) {
    var installed = new TreeMap<String, Installation>();
    proposal
        .situation()
        .recorded()
        .apps()
        .forEach((name, record) -> {
          if (record.installation() != null) {
            installed.put(name, record.installation());
          }
        });
    for (var step : proposal.plan().steps()) {
      switch (step.action()) {
        case AppAction.Install install when install.result() != null ->
            installed.put(install.app(), install.result());
        case AppAction.Run run when run.installation() != null ->
            installed.put(run.app(), run.installation());
        case AppAction.Forget forget -> installed.remove(forget.app());
        default -> {}
      }
    }
    return installed;
  }

  static PastRun read(RunReport report) {
    var json = Format.json(RunJson.of(report, ExitStatus.of(report, false)));
    return switch (PastRun.read(json.getBytes(StandardCharsets.UTF_8))) {
      case Reading.Understood(var run) -> run;
      case Reading.NotAReport(var why) -> throw new AssertionError(why);
    };
  }

  private World web() {
    return web(directory);
  }

  /** Nothing of it is on disk. */
  private World unfetched() {
    return new World(directory).file("web.yaml", World.app("web"));
  }

  private static World web(Path directory) {
    return new World(directory).image("web", Map.of()).file("web.yaml", World.app("web"));
  }

  @Test
  void aRunIsOneLineAndEachAppThatItTouchedAnother() {
    var world = web();
    var first = run(world, Verdict.EXECUTED);
    var second = run(world.converged(), Verdict.EXECUTED);

    assertThat(HistoryText.runs(List.of(second, first), Style.PLAIN))
        .isEqualTo(
            """
            2026-11-01T12:00:00Z  r7  nothing to do in 3s
            2026-11-01T12:00:00Z  r7  changed in 3s
              App/web  changed (create) quay.io/a/web:1 (100000000000)
            """);
  }

  @Test
  void aRunThatHadNothingToDoLikeTheOneBeforeIsARepetition() {
    var world = web();
    var made = run(world, Verdict.EXECUTED);
    var quiet = run(world.converged(), Verdict.EXECUTED);

    assertThat(made.repeats(quiet)).isFalse();
    assertThat(made.repeats(made)).isFalse();
    assertThat(quiet.repeats(made)).isFalse();
    assertThat(quiet.repeats(quiet)).isTrue();
  }

  @Test
  void whatIsRefusedOrFailsAgainAndAgainIsNewsOnce() {
    var failing = failingAt("install", unfetched());
    var quiet = run(web().converged(), Verdict.EXECUTED);
    var refused = run(web().converged(), Verdict.REFUSED);

    assertThat(failing.outcome()).isEqualTo(PastRun.Outcome.FAILED);
    assertThat(failing.repeats(quiet)).isFalse();
    assertThat(failing.repeats(failing)).isTrue();
    assertThat(quiet.repeats(failing)).isFalse();
    assertThat(refused.repeats(quiet)).isFalse();
    assertThat(refused.repeats(refused)).isTrue();
  }

  @Test
  void aRunThatTookAnAppDownIsNewsHoweverItFailed() {
    var failed = new Outcome.Failed("tried to watch 'web', but it exited", null, "");
    var twice = new Outcome.Failed("tried to go back, but it is gone", null, "");
    var world = web().converged().image("web", Map.of("version", "2"));
    var down = run(world, Verdict.EXECUTED, failed, twice);

    assertThat(down.outcome()).isEqualTo(PastRun.Outcome.FAILED);
    assertThat(down.repeats(down)).isFalse();
  }

  @Test
  void whatFailsAtAnotherStepIsNews() {
    var fetch = failingAt("fetch", unfetched());
    var install = failingAt("install", unfetched());

    assertThat(fetch.repeats(fetch)).isTrue();
    assertThat(install.repeats(install)).isTrue();
    assertThat(install.repeats(fetch)).isFalse();
  }

  @Test
  void whatFailsWithAnotherImageIsNews() {
    var first = failingAt("stop", web().converged().image("web", Map.of("version", "2")));
    var second =
        failingAt(
            "stop",
            web()
                .converged()
                .image("web", Map.of("version", "2"))
                .image("web", Map.of("version", "3")));

    assertThat(first.repeats(first)).isTrue();
    assertThat(second.repeats(first)).isFalse();
  }

  @Test
  void aRunIsAboutTheAppsThatItLookedAt() {
    var web = run(web().converged(), Verdict.EXECUTED);
    var both = run(web().file("db.yaml", World.app("db")).image("db", Map.of()), Verdict.EXECUTED);

    assertThat(web.isAboutTheSameAs(web)).isTrue();
    assertThat(web.isAboutTheSameAs(both)).isFalse();
    assertThat(both.isAboutTheSameAs(web)).isFalse();
  }

  @Test
  void aRunWithoutAPlanIsAboutWhateverThereIsUnlessItNamedWhatThereIsNot() {
    var web = run(web().converged(), Verdict.EXECUTED);
    var unusable = unplanned(Verdict.STATE_UNUSABLE, "tried to read the record, but it is damaged");
    var otherwise = unplanned(Verdict.STATE_UNUSABLE, "tried to read the record, but it is closed");
    var unknown = unplanned(Verdict.UNKNOWN_APP, "there is no app 'x'");

    assertThat(unusable.isAboutTheSameAs(web)).isTrue();
    assertThat(web.isAboutTheSameAs(unusable)).isTrue();
    assertThat(unusable.repeats(unusable)).isTrue();
    assertThat(otherwise.repeats(unusable)).isFalse();
    assertThat(web.isAboutTheSameAs(unknown)).isFalse();
    assertThat(unknown.isAboutTheSameAs(unknown)).isTrue();
  }

  @Test
  void aRunThatWentBackIsNotCalledASuccess() {
    var world = web().converged().image("web", Map.of("version", "2"));
    var failed = new Outcome.Failed("tried to watch 'web', but it exited", null, "");

    var run = run(world, Verdict.EXECUTED, failed);

    assertThat(run.outcome()).isEqualTo(PastRun.Outcome.ROLLED_BACK);
    assertThat(HistoryText.runs(List.of(run), Style.PLAIN))
        .contains(
            "r7  rolled back in 3s", "App/web  rolled back (replace) quay.io/a/web:1", "exited");
  }

  @Test
  void ofARollBackThatFailedAsWellBothReasonsAreTold() {
    var world = web().converged().image("web", Map.of("version", "2"));
    var failed = new Outcome.Failed("tried to watch 'web', but it exited", null, "");
    var failedAgain =
        new Outcome.Failed("tried to go back (because it exited), but it is gone", null, "");

    var run = run(world, Verdict.EXECUTED, failed, failedAgain);

    assertThat(run.outcome()).isEqualTo(PastRun.Outcome.FAILED);
    assertThat(HistoryText.runs(List.of(run), Style.PLAIN))
        .contains("App/web  failed (replace)", "because it exited", "but it is gone");
  }

  @Test
  void aRunThatWasRefusedSaysSo() {
    var run = run(web(), Verdict.REFUSED);

    assertThat(HistoryText.runs(List.of(run), Style.PLAIN)).endsWith("r7  refused\n");
    assertThat(run.outcome()).isEqualTo(PastRun.Outcome.REFUSED);
  }

  @Test
  void ofAnAppOnlyThoseRunsCountThatTouchedIt() {
    var world = web().file("db.yaml", World.app("db", "suspend: true")).image("db", Map.of());
    var run = run(world, Verdict.EXECUTED);

    assertThat(Objects.requireNonNull(run.of("App/web")).apps()).hasSize(1);
    assertThat(run.of("App/db")).isNull();
    assertThat(run.of("App/none")).isNull();
  }

  /** A record with two versions that proved themselves, and one that did not. */
  static AppRecord tried(Path directory) {
    var world = web(directory).converged().image("web", Map.of("version", "2")).converged();
    var record = Objects.requireNonNull(world.recorded.apps().get("web"));
    return record.withBad(
        new BadVersion(
            "sha256:" + "f".repeat(64),
            record.manifest(),
            Collections.emptySortedMap(),
            "it exited with 1",
            "",
            "r6",
            World.NOON,
            null));
  }

  @Test
  void versionsAreNumberedAsRollbackCountsThem() {
    var record = tried(directory);

    var versions = AppVersions.of(record, WEEK, World.NOON);

    assertThat(versions.proven()).hasSize(2);
    for (var proven : versions.proven().subList(1, 2)) {
      assertThat(record.provenBefore(proven.back())).isEqualTo(proven.version());
    }
    assertThat(HistoryText.app("web", List.of(), versions, Style.PLAIN))
        .isEqualTo(
            """
            No run that is kept touched 'web'.
            Versions that proved themselves
              0  quay.io/a/web:1 (300000000000)  since 2026-11-01T12:00:00Z  what is there now
              1  quay.io/a/web:1 (100000000000)  since 2026-11-01T12:00:00Z  rollback web --to 1
            Versions that are not tried again
              quay.io/a/web:1 (ffffffffffff)  failed  2026-11-01T12:00:00Z: it exited with 1  until \
            image or manifest changes, until 2026-11-08T12:00:00Z, or retry web
            """);
  }

  @Test
  void whatRunsWithoutProofIsNotCountedAsTheFirst() {
    var record = tried(directory).withInstallation(null).withLaunch(null);

    var versions = AppVersions.of(record, WEEK, World.NOON);

    assertThat(versions.proven()).extracting(AppVersions.Proven::back).containsExactly(1, 2);
    for (var proven : versions.proven()) {
      assertThat(record.provenBefore(proven.back())).isEqualTo(proven.version());
    }
  }

  @Test
  void whatIsTriedAgainByNowIsNotListed() {
    assertThat(AppVersions.of(tried(directory), WEEK, World.NOON.plus(WEEK)).notTried()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                  | it has format version 0, and this release reads version 1",
        "{                   | it is not JSON",
        "{}                  | it has format version 0",
        "{'formatVersion': 2}| it has format version 2",
        "{'formatVersion': 1}| it has no 'verdict'",
        "{'formatVersion': 1, 'verdict': 'executed', 'runId': 'r', 'startedAt': 'noon'}"
            + "| Text 'noon' could not be parsed",
        "{'formatVersion': 1, 'verdict': 'executed', 'changes':"
            + " [{'resource': 'App/a', 'verb': 'keep', 'outcome': 'odd'}]}| it tells of an outcome 'odd'"
      })
  void whatIsNoReportIsSaidToBeNone(String json, String why) {
    var bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    assertThat(PastRun.read(bytes))
        .isInstanceOfSatisfying(
            Reading.NotAReport.class, odd -> assertThat(odd.why()).contains(why));
  }

  /** In every way in which runs end. */
  static List<PastRun> all(Path directory) {
    var runs = new ArrayList<PastRun>();
    Runs.of(Situations.listed(directory)).forEach(report -> runs.add(read(report)));
    return runs;
  }
}
