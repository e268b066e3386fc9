package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a name or an image is said before anything is looked at. */
class ByHandUsageTest {
  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "-a", "A", "a", "atomic", "", "a\0b"})
  void aNameThatNoAppCanHaveIsWrongUsage(String name) {
    assertThat(Main.run("install", "--name=" + name, "registry.example.com/web")).isEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "UPPER", "a b", "web:", "web@sha256:1", "-v", "a\0b"})
  void anImageThatNoReferenceIsIsWrongUsage(String image) {
    for (var verb : new String[] {"install", "run", "stop", "uninstall", "update", "info"}) {
      assertThat(Main.run(verb, "--", image)).as(verb).isEqualTo(64);
    }
  }

  /** An ID is no name: the container would be called sha256. */
  @Test
  void anImageWhoseNameCannotBeTheAppsAsksForOne() {
    assertThat(Main.run("install", "a")).isEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "install",
        "run",
        "stop",
        "uninstall",
        "update",
        "info",
        "version",
        "host",
        "adopt",
        "forget",
        "import"
      })
  void everyVerbHasHelp(String verb) {
    var out = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(verb, "--help")).isZero();
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("atomic-reconcile " + verb);
  }

  @Test
  void theOtherNameHasTheVerbsOfThatProgramAndNoOthers() {
    assertThat(Main.run(new Atomic(), "run", "--help")).isZero();
    assertThat(Main.run(new Atomic(), "plan")).isEqualTo(64);
    assertThat(Main.run(new Atomic())).isEqualTo(64);
    assertThat(Main.run(new Atomic(), "host", "destroy")).isEqualTo(64);
  }
}
