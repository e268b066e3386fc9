package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.atomic.reconcile.manifest.ManifestDirectories;
import io.atomic.reconcile.manifest.Trust;
import io.atomic.reconcile.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in manifests are read as those in images are, and say where they are odd. */
class CommandOverridesTest {
  @TempDir Path directory = Path.of("");

  private List<Problem> findings(String manifest) throws IOException {
    var file = Files.writeString(directory.resolve("web.yaml"), manifest);
    var desired = ManifestDirectories.paths(List.of(file), Trust.ofThisProcess()).read();
    assertThat(desired.apps()).hasSize(desired.hasErrors() ? 0 : 1);
    return CommandOverrides.findings(desired);
  }

  @Test
  void eachFindingStandsAtItsWord() throws IOException {
    var findings =
        findings(
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

    assertThat(findings)
        .extracting(
            problem -> problem.place() == null ? 0 : problem.place().line(), Problem::severity)
        .containsExactly(
            tuple(15, Problem.Severity.WARNING),
            tuple(12, Problem.Severity.WARNING),
            tuple(16, Problem.Severity.WARNING),
            tuple(17, Problem.Severity.WARNING));
    assertThat(findings.getFirst().message()).contains("spec.run.command", "'NOT_SET'");
    assertThat(findings.getLast().place()).hasToString(directory.resolve("web.yaml") + ":17:33");
  }

  @Test
  void cleanCommandsAndNoCommandsHaveNone() throws IOException {
    assertThat(
            findings(
                """
                apiVersion: atomic/v1
                kind: App
                metadata: {name: web}
                spec:
                  image: quay.io/a/web:1
                  env: {MODE: fast, PASSWORD: {credential: pw}}
                  run: {command: [docker, run, -d, --name, NAME, -e, 'P=${PASSWORD}', IMAGE, $MODE]}
                """))
        .isEmpty();
  }

  @Test
  void validateWarnsAndStaysValid() throws IOException {
    findings(
        """
        apiVersion: atomic/v1
        kind: App
        metadata: {name: web}
        spec: {image: 'quay.io/a/web:1', stop: {command: [docker, stop]}}
        """);
    assertThat(Main.run("validate", "-q", directory.resolve("web.yaml").toString())).isZero();
  }
}
