package io.atomic.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.RunReport.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJsonTest {
  @TempDir Path directory = Path.of("");

  @Test
  void aRunSaysWhatBecameOfEveryStep() {
    var report = Runs.report(Situations.fresh(directory).propose(), Verdict.EXECUTED);
    var run = RunJson.of(report, ExitStatus.of(report, false));

    assertThat(run.path("verdict").stringValue()).isEqualTo("executed");
    assertThat(run.path("exitStatus").intValue()).isEqualTo(1);
    assertThat(run.path("startedAt").stringValue()).isEqualTo("2026-11-01T12:00:00Z");
    assertThat(run.path("summary").toString())
        .isEqualTo("{\"done\":1,\"droppedOut\":1,\"failed\":1,\"skipped\":1,\"notReached\":0}");
    var failed = run.path("steps").get(1);
    assertThat(failed.path("outcome").stringValue()).isEqualTo("failed");
    assertThat(failed.path("milliseconds").intValue()).isEqualTo(1500);
    assertThat(failed.path("output").toString()).isEqualTo("[\"one\",\"two\"]");
    assertThat(failed.path("remedy").stringValue()).isEqualTo("look at its output");
  }

  @Test
  void aRunThatDidNotComeToAPlanSaysWhy() {
    var report = Runs.of(List.of()).getFirst();
    var run = RunJson.of(report, ExitStatus.of(report, false));

    assertThat(run.path("verdict").stringValue()).isEqualTo("locked");
    assertThat(run.has("summary")).isFalse();
    assertThat(run.path("steps").isEmpty()).isTrue();
    assertThat(run.at("/problems/0/message").stringValue()).contains("holds it");
  }
}
