package io.atomic.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.cycle.StepResult;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.plan.HostAction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said at the end of a run that had to do with the host, and how it exits. */
class HostRunTest {
  private static final Outcome AGREED = new Outcome.Done("'43.1' is booted after the report");

  private static final Outcome FAILED = new Outcome.Failed("tried to boot, but in vain", null, "");

  /** A run of a golden case in which everything goes well up to the reboot. */
  private static RunReport run(String example, Outcome reboot) {
    var plan = Situations.host(example).plan();
    var results = new TreeMap<String, StepResult>();
    for (var step : plan.steps()) {
      var outcome =
          switch (step.action()) {
            case HostAction.Reboot _ -> reboot;
            case HostAction.Stage _ -> new Outcome.Done("'43.1' boots next");
            default -> new Outcome.Done(null);
          };
      results.put(step.id(), new StepResult(step.id(), outcome, World.NOON, Duration.ZERO));
    }
    return new RunReport(
        "r2",
        World.NOON,
        World.NOON.plusSeconds(2),
        Verdict.EXECUTED,
        plan,
        results,
        List.of(),
        new TreeMap<>());
  }

  private static String text(String example, Outcome reboot) {
    return RunText.of(run(example, reboot), Style.PLAIN);
  }

  @Test
  void aDeploymentThatWaitsIsToldThoughNothingFailed() {
    assertThat(text("reboot-required", AGREED))
        .isEqualTo(
            "Host/host waits (RebootRequired): '43.1' waits to be booted: spec.reboot.strategy is"
                + " 'never'\n");
    assertThat(text("boot-not-complete", AGREED)).startsWith("Host/host waits (BootNotComplete): ");
  }

  @Test
  void whatWasStagedAndIsNotBootedByThisRunNeedsAReboot() {
    assertThat(text("fresh", AGREED))
        .isEqualTo("Host/host needs a reboot: '43.1' boots next\nRun r2: 1 done in 2s.\n");
  }

  @Test
  void aRebootThatIsAgreedToIsTheLastThingThatIsSaid() {
    assertThat(text("fresh-and-booted", AGREED))
        .isEqualTo(
            """
            Host/host is about to boot: '43.1' is booted after the report
            Run r2: 2 done in 2s.
            """);
  }

  @Test
  void aRebootThatHasToWaitAfterAllSaysWhy() {
    var waits = new Outcome.DroppedOut("'backup' blocks a shutdown: it saves the database");
    assertThat(text("reboot-now", waits))
        .isEqualTo(
            """
            Host/host is not booted: 'backup' blocks a shutdown: it saves the database
            Run r2: 0 done in 2s.
            """);
    assertThat(text("fresh-and-booted", waits)).startsWith("Host/host is not booted: 'backup' ");
  }

  @Test
  void aRebootThatFailedIsAFailure() {
    var failed = new Outcome.Failed("tried to boot '43.1', but the tool said no", "run again", "");
    assertThat(text("reboot-now", failed))
        .startsWith(
            "Host/host failed: tried to boot '43.1', but the tool said no\n  → run again\n");
    assertThat(ExitStatus.of(run("reboot-now", failed), false)).isEqualTo(ExitStatus.FAILED);
  }

  @Test
  void aHostOnWhichNothingWasDoneIsNotMentioned() {
    assertThat(text("converged", AGREED)).isEmpty();
    assertThat(text("boot-proven", AGREED)).isEqualTo("Run r2: 1 done in 2s.\n");
  }

  @Test
  void progressTellsOfTheRebootAsOfAnyStep() {
    var out = new ByteArrayOutputStream();
    var progress =
        new ProgressText(
            new PrintStream(out, true, StandardCharsets.UTF_8), Style.PLAIN, false, 80);
    for (var outcome : List.of(AGREED, new Outcome.DroppedOut("the window is closed"))) {
      var report = run("reboot-now", outcome);
      for (var step : Situations.host("reboot-now").plan().steps()) {
        progress.ended(step, Objects.requireNonNull(report.results().get(step.id())));
      }
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            ✓ Host/reboot: '43.1' is booted after the report
            - Host/reboot: the window is closed
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          converged                  | 0 | 0
          fresh                      | 0 | 2
          reboot-required            | 0 | 0
          reboot-waits-for-a-window  | 0 | 0
          boot-not-complete          | 0 | 0
          boot-failed                | 1 | 4
          rolled-back                | 1 | 4
          finalization-failed        | 1 | 4
          tool-refused               | 1 | 4
          driven-by-zincati          | 1 | 4
          staged-by-others-otherwise | 1 | 4
          no-tool                    | 1 | 4
          unreadable                 | 1 | 4
          invalid-manifest           | 78 | 78
          """)
  void theExitStatusTellsWhetherSomebodyHasToAct(String example, int status, int detailed) {
    var proposal = Situations.host(example);
    assertThat(ExitStatus.of(proposal, false)).isEqualTo(status);
    assertThat(ExitStatus.of(proposal, true)).isEqualTo(detailed);
    var report = run(example, AGREED);
    if (status != ExitStatus.INVALID) {
      assertThat(ExitStatus.of(report, false)).isEqualTo(status);
      assertThat(ExitStatus.of(report, true)).isEqualTo(detailed);
    }
  }

  @Test
  void aLogIsToldOfWhomEachParagraphIsAndWhetherItIsBad() {
    var fresh = RunText.paragraphs(run("fresh", AGREED), Style.PLAIN);
    assertThat(fresh)
        .extracting(RunText.Paragraph::about)
        .containsExactly(Situations.host("fresh").plan().changes().firstKey(), null);
    assertThat(fresh).extracting(RunText.Paragraph::bad).containsExactly(false, false);

    var failed = RunText.paragraphs(run("fresh-and-booted", FAILED), Style.PLAIN);
    assertThat(failed.getFirst().bad()).isTrue();
    assertThat(failed.getFirst().text()).startsWith("Host/host failed: tried to boot");
    assertThat(failed.getLast().about()).isNull();
  }
}
