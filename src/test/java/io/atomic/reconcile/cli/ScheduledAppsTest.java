package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.daemon.QuartzCalendar;
import io.atomic.reconcile.manifest.ManifestDirectories;
import io.atomic.reconcile.manifest.SettingsFiles;
import io.atomic.reconcile.manifest.Trust;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schedule can name apps that nobody declares; whoever wrote that is told. */
class ScheduledAppsTest {
  private static final String APP =
      """
      apiVersion: atomic/v1
      kind: App
      metadata: {name: %s}
      spec: {image: quay.io/a/b:1}
      """;

  @TempDir Path directory = Path.of("");

  private List<Problem> undeclared(String manifests) throws IOException {
    return ScheduledApps.undeclared(settings(), read(manifests));
  }

  private SettingsFiles.Loaded settings() throws IOException {
    var file =
        Files.writeString(
            directory.resolve("settings.yaml"),
            """
            schedule:
              every: 1h
              apps:
                web: {every: 5m}
                batch: {cron: '0 0 3 ? * SUN'}
            """);
    return SettingsFiles.named(
            file, Trust.ofThisProcess(), new QuartzCalendar(InstantSource.system()))
        .read();
  }

  private Desired read(String manifests) throws IOException {
    var file = Files.writeString(directory.resolve("apps.yaml"), manifests);
    return ManifestDirectories.paths(List.of(file), Trust.ofThisProcess()).read();
  }

  @Test
  void oneThatNoManifestDeclaresIsNamedWithItsPlace() throws IOException {
    assertThat(undeclared(APP.formatted("web")))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
          assertThat(problem)
              .hasToString(
                  directory.resolve("settings.yaml")
                      + ":5:12: schedule.apps.batch has no effect: no manifest declares an app"
                      + " 'batch'; name one that is declared, or take it out");
        });
  }

  @Test
  void oneThatIsDeclaredIsNot() throws IOException {
    assertThat(undeclared(APP.formatted("web") + "---\n" + APP.formatted("batch"))).isEmpty();
  }

  @Test
  void oneWhoseManifestIsInvalidIsDeclaredAllTheSame() throws IOException {
    assertThat(
            undeclared(
                APP.formatted("web")
                    + "---\n"
                    + APP.formatted("batch").replace("image", "picture")))
        .isEmpty();
  }

  @Test
  void whatCannotBeReadMayDeclareIt() throws IOException {
    assertThat(undeclared("kind: [App\n")).isEmpty();
  }
}
