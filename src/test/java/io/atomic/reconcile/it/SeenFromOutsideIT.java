package io.atomic.reconcile.it;

import static io.atomic.reconcile.it.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What monitoring learns of one-shot runs. No engine is needed to be told that there is none. */
@Timeout(180)
class SeenFromOutsideIT {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path directory = Path.of("given by JUnit");
  private boolean isMounted;

  private Path textfile() {
    return directory.resolve("collector/atomic.prom");
  }

  private Path told() {
    return directory.resolve("told");
  }

  private Path settings(String more) {
    return TestHost.write(
        directory.resolve("settings.yaml"),
        "metrics: {textfile: %s}\n%s".formatted("/collector/atomic.prom", more));
  }

  private Path tellingSettings() {
    return settings("notifications: [{command: [/bin/sh, -c, 'cat >> %s']}]\n".formatted(told()));
  }

  private void declares(String file, String app) {
    TestHost.write(
        directory.resolve("manifests/" + file),
        """
        apiVersion: atomic/v1
        kind: App
        metadata: {name: %s}
        spec: {image: localhost/web:1}
        """
            .formatted(app));
  }

  private List<String> arguments(String verb, Path settings, String... words) {
    var arguments = new ArrayList<>(List.of(verb));
    arguments.addAll(
        List.of(
            "--root",
            directory.toString(),
            "--manifest-dir",
            directory.resolve("manifests").toString(),
            "--engine",
            directory.resolve("engine.sock").toString(),
            "--settings",
            settings.toString()));
    arguments.addAll(List.of(words));
    return arguments;
  }

  private Command.Result runs(String verb, Path settings, String... words) {
    return Program.run(arguments(verb, settings, words));
  }

  private List<String> messages() throws IOException {
    var messages = new ArrayList<String>();
    for (var line : Files.exists(told()) ? Files.readAllLines(told()) : List.<String>of()) {
      var json = JSON.readTree(line);
      messages.add(
          "%s %s %s"
              .formatted(
                  json.get("resource").stringValue(),
                  json.get("kind").stringValue(),
                  json.get("state").stringValue()));
    }
    return messages;
  }

  @BeforeEach
  void makeManifestDirectory() throws IOException {
    Files.createDirectories(directory.resolve("manifests"));
  }

  @AfterEach
  void unmount() {
    if (isMounted) {
      mounts("umount", "-l", directory.resolve("collector").toString());
    }
  }

  private static void mounts(String... words) {
    var result = Command.start(List.of(words), Map.of(), "").await();
    assertThat(result.exitCode()).as("%s", result).isZero();
  }

  @Test
  void countersGrowOverOneShotsAndPeopleAreToldOnce() throws Exception {
    Files.createDirectories(directory.resolve("collector"));
    declares("web.yaml", "web");

    assertThat(runs("apply", tellingSettings()).exitCode()).isEqualTo(69);

    assertThat(textfile())
        .content()
        .contains("atomic_reconcile_engine_up 0.0\n")
        .contains("atomic_reconcile_runs_total{result=\"failed\"} 1.0\n")
        .contains("atomic_reconcile_app_ready{app=\"web\"} 0.0\n")
        .contains("atomic_reconcile_notifications_total{result=\"delivered\"} 1.0\n");
    assertThat(messages()).containsExactly("engine engine-unavailable firing");

    runs("apply", tellingSettings());

    assertThat(textfile()).content().contains("runs_total{result=\"failed\"} 2.0\n");
    assertThat(messages()).hasSize(1);

    TestHost.delete(directory.resolve("manifests/web.yaml"));
    assertThat(runs("apply", tellingSettings()).exitCode()).isZero();

    assertThat(textfile())
        .content()
        .contains("runs_total{result=\"succeeded\"} 1.0\n")
        .doesNotContain("app=\"web\"");
    assertThat(messages())
        .containsExactly("engine engine-unavailable firing", "engine engine-unavailable resolved");
  }

  @Test
  void whoCannotBeReachedIsToldByALaterRun() throws Exception {
    Files.createDirectories(directory.resolve("collector"));
    declares("web.yaml", "web");
    var failing =
        settings(
            "notifications: [{command: [/bin/sh, -c, 'test -e %s && cat >> %s']}]\n"
                .formatted(directory.resolve("up"), told()));

    var first = runs("apply", failing);

    assertThat(first.exitCode()).isEqualTo(69);
    assertThat(first.err()).contains("tried to notify by '/bin/sh', but it exited with 1");
    assertThat(textfile()).content().contains("atomic_reconcile_notifications_pending 1.0\n");

    TestHost.write(directory.resolve("up"), "");
    patiently()
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> {
          runs("apply", failing);
          assertThat(messages()).containsExactly("engine engine-unavailable firing");
        });
    assertThat(textfile()).content().contains("atomic_reconcile_notifications_pending 0.0\n");
  }

  @Test
  void aTextfileThatCannotBeWrittenFailsNoRun() throws Exception {
    var missing = runs("apply", settings(""));

    assertThat(missing.exitCode()).isZero();
    assertThat(missing.err()).contains("tried to write the metrics", "its directory is not there");
    assertThat(runs("doctor", settings("")).out())
        .contains("metrics.textfile: ", "is no directory");

    Files.createDirectories(directory.resolve("collector"));
    mounts(
        "mount",
        "-t",
        "tmpfs",
        "-o",
        "size=4k",
        "tmpfs",
        directory.resolve("collector").toString());
    isMounted = true;
    Files.write(directory.resolve("collector/full"), new byte[4096]);

    var full = runs("apply", settings(""));

    assertThat(full.exitCode()).isZero();
    assertThat(full.err()).contains("No space left on device", "make room there");
    assertThat(directory.resolve("collector")).isDirectoryNotContaining("glob:**.prom*");
    assertThat(runs("doctor", settings("")).out()).contains("is full");
  }

  @Test
  void whatCannotWorkIsFoundByTheDoctor() {
    TestHost.write(directory.resolve("etc/shadow"), "root:hunter2\n");
    var settings =
        TestHost.write(
            directory.resolve("settings.yaml"),
            """
            metrics: {listen: "unix:/%s"}
            control: {socket: %s}
            notifications:
              - {command: [/usr/bin/nothing]}
              - {url: "https://a.example", headers: {Authorization: {file: /etc/shadow}}}
            """
                .formatted("x".repeat(100), "/etc/shadow"));
    assertThat(runs("doctor", settings).out())
        .contains("is longer than the 107 bytes")
        .contains("control.socket: '", "etc/shadow' is there, and is no socket")
        .contains("notifications[0].command: tried to find '/usr/bin/nothing'")
        .contains("notifications[1].headers.Authorization: ", "outside policy.secretPaths");
  }

  @Test
  void anAppOfTheScheduleThatNobodyDeclaresIsFoundByTheDoctor() {
    declares("web.yaml", "web");
    var settings =
        TestHost.write(
            directory.resolve("settings.yaml"),
            "schedule: {every: 1d, apps: {web: {every: 1h}, batch: {every: 1h}}}\n");

    var result = runs("doctor", settings);

    assertThat(result.out())
        .contains(settings + ":1:55: schedule.apps.batch has no effect")
        .doesNotContain("schedule.apps.web");
    assertThat(runs("validate", settings).err()).contains("schedule.apps.batch has no effect");
  }

  @Test
  void programsReadStandardErrorLineByLine() {
    declares("web.yaml", "web");
    declares("bad.yaml", "BAD");

    var result = runs("apply", settings(""), "--log-format", "json");

    assertThat(result.err().lines())
        .hasSizeGreaterThan(1)
        .allSatisfy(line -> {
          var object = JSON.readTree(line);
          assertThat(object.get("ts").stringValue()).matches("\\d{4}-.*T.*Z");
          assertThat(object.get("level").stringValue()).isIn("error", "warning", "notice", "info");
          assertThat(object.get("msg").stringValue()).isNotBlank();
          assertThat(object.get("run").stringValue()).isNotBlank();
        });
  }

  @Test
  void whoWatchesThroughAPipeSeesEveryChangeOnce() throws Exception {
    declares("web.yaml", "web");
    var out = directory.resolve("out");
    var watching =
        Program.start(
            List.of("/bin/sh", "-c", "exec \"$@\" > " + out, "sh"),
            arguments("status", settings(""), "--watch=100ms"),
            "");
    patiently().untilAsserted(() -> assertThat(out).content().contains("web"));
    declares("api.yaml", "api");
    patiently().untilAsserted(() -> assertThat(out).content().contains("api"));
    watching.terminate();
    watching.await();

    assertThat(Files.readAllLines(out)).filteredOn(line -> line.startsWith("APP")).hasSize(2);
    assertThat(directory.resolve("var/lib/atomic")).doesNotExist();
  }
}
