package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a name or an image is said before anything is looked at. */
class ByHandUsageTest {
  @TempDir Path directory = Path.of("");

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

  @ParameterizedTest
  @ValueSource(strings = {"install", "run", "stop", "uninstall"})
  void whatIsNoGrantIsWrongUsageAndTheNearestIsNamed(String verb) {
    var err = new ByteArrayOutputStream();
    var before = System.err;
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(verb, "--grant", "host-netwrok", "registry.example.com/web"))
          .isEqualTo(64);
      assertThat(Main.run(verb, "--grant=mount:/etc:rw", "registry.example.com/web")).isEqualTo(64);
      assertThat(Main.run(verb, "--grant=bogus\033", "registry.example.com/web")).isEqualTo(64);
    } finally {
      System.setErr(before);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(
            "--grant",
            "did you mean 'host-network'?",
            "did you mean 'mount:/etc'?",
            "'bogus\\x1b' is no grant; known are privileged, ")
        .doesNotContain("\033");
  }

  /** What OPT1 stands for begins with an option of the engine, mostly. */
  @ParameterizedTest
  @ValueSource(strings = {"-v /srv:/srv", "--verbose", "-q", "--", "", "-p 80:80"})
  void anOptionsTextMayLookLikeAnOptionOfOurs(String text) {
    var image = "registry.example.com/web";
    var root = "--root=" + directory;
    assertThat(Main.run("install", root, "--engine=/nowhere", "--opt1=" + text, image))
        .isEqualTo(69);
    assertThat(Main.run("run", root, "--opt2", text, "--engine=/nowhere", image)).isEqualTo(69);
    assertThat(Main.run("install", "--opt3")).isEqualTo(64);
  }

  /** A file may be left out, so that an option behind it is one. */
  @Test
  void whereAFileMayBeMissingAnOptionIsNotTakenForIt() {
    assertThat(Main.run("import", "--from-atomic", "--dry-run", "web")).isEqualTo(64);
    assertThat(Main.run("import", "--from-atomic", "--dry-run", "--engine=/nowhere")).isEqualTo(69);
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "version"})
  void theEngineIsChosenAsByTheOtherVerbs(String verb) {
    assertThat(Main.run(verb, "--storage=docker", "--engine=/nowhere", "registry.example.com/web"))
        .isEqualTo(69);
    assertThat(Main.run(verb, "--storage=ostree", "registry.example.com/web")).isEqualTo(64);
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
