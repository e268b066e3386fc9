package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.daemon.QuartzCalendar;
import io.atomic.reconcile.manifest.ManifestDirectories;
import io.atomic.reconcile.manifest.Settings;
import io.atomic.reconcile.manifest.SettingsFiles;
import io.atomic.reconcile.manifest.Trust;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manifest can only name windows that the settings have. */
class NamedWindowsTest {
  private static final String NIGHTLY = "windows: {nightly: {start: '02:00', length: 3h}}\n";

  @TempDir Path directory = Path.of("");

  private Desired host(String reboot, String settings) throws IOException {
    // An app may bear the name of the host.
    return NamedWindows.in(
        manifests(
            """
            apiVersion: atomic/v1
            kind: App
            metadata: {name: host}
            spec: {image: quay.io/a/b:1}
            ---
            apiVersion: atomic/v1
            kind: Host
            metadata: {name: host}
            spec:
              reboot: %s
            """
                .formatted(reboot)),
        Sources.windows(settings(settings)));
  }

  private Desired manifests(String text) throws IOException {
    var file = Files.writeString(directory.resolve("host.yaml"), text);
    return ManifestDirectories.paths(List.of(file), Trust.ofThisProcess()).read();
  }

  private Settings settings(String text) throws IOException {
    var file = Files.writeString(directory.resolve("settings.yaml"), text);
    return SettingsFiles.named(
            file, Trust.ofThisProcess(), new QuartzCalendar(InstantSource.system()))
        .read()
        .settings();
  }

  @Test
  void aWindowThatThereIsCanBeNamed() throws IOException {
    var desired = host("{strategy: window, window: nightly}", NIGHTLY);

    assertThat(desired.problems()).isEmpty();
    assertThat(desired.host()).isNotNull();
  }

  @Test
  void oneThatThereIsNotMakesTheHostInvalidAndNobodyElse() throws IOException {
    var desired = host("{strategy: window, window: nihgtly}", NIGHTLY);

    assertThat(desired.problems())
        .extracting(Problem::toString)
        .containsExactly(
            directory.resolve("host.yaml")
                + ":10:38: spec.reboot.window is 'nihgtly', a window that the settings do not have;"
                + " they have nightly");
    assertThat(desired.host()).isNull();
    assertThat(desired.invalid()).containsExactly(ResourceId.host("host"));
    assertThat(desired.apps()).containsOnlyKeys("host");
  }

  @Test
  void soItIsWithTheWindowOfAnUpdate() throws IOException {
    var desired =
        NamedWindows.in(
            manifests(
                """
                apiVersion: atomic/v1
                kind: App
                metadata: {name: web}
                spec: {image: quay.io/a/b, update: {policy: auto, window: weekly}}
                ---
                apiVersion: atomic/v1
                kind: Host
                metadata: {name: host}
                spec: {update: {policy: auto, window: nightly}}
                """),
            Sources.windows(settings(NIGHTLY)));

    assertThat(desired.problems())
        .extracting(Problem::toString)
        .containsExactly(
            directory.resolve("host.yaml")
                + ":4:59: spec.update.window is 'weekly', a window that the settings do not have;"
                + " they have nightly");
    assertThat(desired.invalid()).containsExactly(ResourceId.app("web"));
    assertThat(desired.host()).isNotNull();
  }

  @Test
  void whereThereAreNoneItIsSaidWhereTheyBelong() throws IOException {
    assertThat(host("{window: nightly}", "{}\n").problems())
        .extracting(Problem::remedy)
        .containsExactly("describe it in them, below 'windows'");
  }
}
