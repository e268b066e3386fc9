package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.atomic.reconcile.manifest.ManifestDirectories;
import io.atomic.reconcile.manifest.Trust;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in manifests are read as those in images are, and say where they are odd. */
class CommandOverridesTest {
  @TempDir Path directory = Path.of("");

  private CommandOverrides overrides(String manifest) throws IOException {
    var file = Files.writeString(directory.resolve("web.yaml"), manifest);
    var desired = ManifestDirectories.paths(List.of(file), Trust.ofThisProcess()).read();
    assertThat(desired.problems()).isEmpty();
    return CommandOverrides.in(desired);
  }

  /** Of an app whose spec begins with its image; the rest is given. */
  private CommandOverrides web(String spec) throws IOException {
    return overrides(
        """
        apiVersion: atomic/v1
        kind: App
        metadata: {name: web}
        spec:
          image: quay.io/a/web:1
        %s\
        """
            .formatted(spec.indent(2)));
  }

  @Test
  void eachFindingStandsAtItsWord() throws IOException {
    var overrides =
        overrides(
            """
            # Behind another document.
            ---
            apiVersion: atomic/v1
            kind: App
            metadata: {name: web}
            spec:
              image: quay.io/a/web:1
              run:
                command:
                  - docker
                  - run
                  - --name
                  - other
                  - -e
                  - A=$NOT_SET
                  - fedora:43
              uninstall: {command: [docker, run]}
            """);

    var errors = overrides.desired().problems();
    assertThat(errors)
        .extracting(
            problem -> problem.place() == null ? 0 : problem.place().line(), Problem::severity)
        .containsExactly(tuple(15, Problem.Severity.ERROR), tuple(17, Problem.Severity.ERROR));
    assertThat(overrides.hints())
        .extracting(
            problem -> problem.place() == null ? 0 : problem.place().line(), Problem::severity)
        .containsExactly(tuple(12, Problem.Severity.WARNING), tuple(16, Problem.Severity.WARNING));
    assertThat(errors.getFirst().message()).contains("spec.run.command", "'NOT_SET'");
    assertThat(errors.getLast().place()).hasToString(directory.resolve("web.yaml") + ":17:33");
  }

  /** No run, no host and no image makes these right. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run: {command: [docker, run, -e, 'A=$NOT_SET', IMAGE]}",
        "run: {command: [docker, run, --nmae, x, IMAGE]}",
        "run: {command: [docker, run, $(ls), IMAGE]}",
        "run: {command: [docker, run, $(ls), IMAGE]}\ngrants: [shell]",
        "run: {command: [docker, run, -d]}",
        "run: {command: [docker, run, --name, 'a b', IMAGE]}",
        "run: {command: [docker, run, --label, io.atomic.reconcile.app=x, IMAGE]}",
        "run: {command: [docker, run, IMAGE, '${PW}']}\nenv: {PW: {credential: pw}}",
        "run: {command: [docker]}",
        "run: {command: ['', x]}",
        "run: {command: [docker, run, $RUN_OPTS, '${X:?no}', IMAGE]}",
        "install: {command: [docker, run, $RUN_OPTS]}",
        "stop: {command: [docker, stop, --forever, NAME]}",
        "uninstall: {command: [docker, run]}",
        "run: {command: [docker, run, -d]}\nstate: completed",
        "run: {command: [docker, run, -d]}\nstate: stopped",
      })
  void anAppWhoseCommandCanNeverRunIsInvalid(String spec) throws IOException {
    var desired = web(spec).desired();

    assertThat(desired.apps()).isEmpty();
    assertThat(desired.invalid()).containsExactly(ResourceId.app("web"));
    assertThat(desired.problems()).singleElement().matches(Problem::isError);
    assertThat(Main.run("validate", "-q", directory.resolve("web.yaml").toString())).isEqualTo(78);
  }

  /** RUN_OPTS comes from a file that a label of the image names; an absent app runs nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run: {command: [docker, run, -p, $RUN_OPTS, IMAGE]}",
        "run: {command: [docker, run, '--name=${RUN_OPTS}', IMAGE]}",
        "run: {command: [docker, run, $RUN_OPTS, --nmae, IMAGE]}",
        "run: {command: [docker, run, -d]}\nstate: absent",
        "run: {command: [docker, run, $OPT1, IMAGE, '$HOME$PWD$SUDO_UID']}",
        "run: {command: [/bin/sh, -c, 'echo \\$(ls)']}",
      })
  void whatAHostOrAnImageMayMakeRightIsNoError(String spec) throws IOException {
    var overrides = web(spec);

    assertThat(overrides.desired().apps()).containsKey("web");
    assertThat(overrides.desired().hasErrors()).isFalse();
    assertThat(Main.run("validate", "-q", directory.resolve("web.yaml").toString())).isZero();
  }

  /** A shell is there for labels; who writes a manifest can begin with one. */
  @Test
  void whatTakesAShellIsToldHowToHaveOne() throws IOException {
    assertThat(
            web("run: {command: [docker, run, $(ls), IMAGE]}")
                .desired()
                .problems()
                .getFirst()
                .remedy())
        .contains("'/bin/sh'", "'command:/bin/sh'");
  }

  @Test
  void cleanCommandsAndNoCommandsHaveNone() throws IOException {
    var overrides =
        web(
            """
            env: {MODE: fast, PASSWORD: {credential: pw}}
            run: {command: [docker, run, -d, --name, NAME, -e, 'P=${PASSWORD}', IMAGE, $MODE]}
            """);
    assertThat(overrides.hints()).isEmpty();
    assertThat(overrides.desired().problems()).isEmpty();
  }

  @Test
  void validateWarnsAndStaysValid() throws IOException {
    assertThat(web("stop: {command: [docker, stop]}").hints()).hasSize(1);
    assertThat(Main.run("validate", "-q", directory.resolve("web.yaml").toString())).isZero();
  }
}
