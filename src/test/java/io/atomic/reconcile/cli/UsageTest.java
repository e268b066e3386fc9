package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong usage is refused before anything begins. */
class UsageTest {
  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65", "many"})
  void parallelismThatNoRunCouldHaveIsWrongUsage(String apps) {
    assertThat(Main.run("plan", "--parallelism=" + apps)).isEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"label", "explain"})
  void helpHasSynopsisDescriptionOptionsExamplesAndExitStatus(String verb) {
    assertThat(help(verb))
        .containsSubsequence(
            "Usage: atomic-reconcile " + verb,
            "changes nothing",
            "--output",
            "Examples:",
            "  atomic-reconcile " + verb,
            "Exit status:",
            "   0  ",
            "  64  ",
            "  78  ");
  }

  @Test
  void explainWantsOneApp() {
    assertThat(Main.run("explain")).isEqualTo(64);
    assertThat(Main.run("explain", "a", "b")).isEqualTo(64);
  }

  private static String help(String verb) {
    var out = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(verb, "--help")).isZero();
      return out.toString(StandardCharsets.UTF_8);
    } finally {
      System.setOut(before);
    }
  }
}
