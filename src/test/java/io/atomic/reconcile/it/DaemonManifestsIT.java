package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who drops a manifest need not tell anybody. */
class DaemonManifestsIT {
  @AutoClose private final TestHost host = TestHost.on(EngineKind.DOCKER);

  @Test
  void aManifestThatComesChangesOrGoesIsFollowedForThatAppAlone() {
    host.has("one", TestImage.plain());
    host.has("two", TestImage.plain());
    host.has("web", TestImage.plain());
    host.deleteManifest("web");
    try (var daemon = RunningDaemon.on(host)) {
      var one = host.container("one");
      host.app("web");
      awaitRunning("web");
      assertThat(daemon.runs()).last().isEqualTo(host.named("{web}: the manifests have changed"));

      host.app("web", "image: localhost/{web}:1\nstate: stopped");
      RunningDaemon.eventually().untilAsserted(() -> host.container("web").isStopped());

      host.deleteManifest("web");
      RunningDaemon.eventually().untilAsserted(() -> host.container("web").isAbsent());

      host.container("one").isUntouchedSince(one);
      assertThat(daemon.log()).doesNotContain("error");
    }
    host.plansNothing();
  }

  @Test
  void aFileThatIsStillBeingWrittenIsNotRead() throws Exception {
    host.builds("web", TestImage.plain());
    host.has("db", TestImage.plain());
    try (var daemon = RunningDaemon.on(host)) {
      var runs = daemon.runs().size();
      var manifest =
          host.named(
              """
              apiVersion: atomic/v1
              kind: App
              metadata: {name: '{web}'}
              spec: {image: 'localhost/{web}:1'}
              """);
      var file = host.manifests().resolve("web.yaml");
      for (var line : manifest.lines().toList()) {
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Thread.sleep(200);
        Files.writeString(file, "\n", StandardOpenOption.APPEND);
        Thread.sleep(200);
      }
      awaitRunning("web");

      assertThat(daemon.log()).doesNotContain("error");
      assertThat(daemon.runs()).hasSize(runs + 1);
    }
  }

  @Test
  void aFileThatIsWrittenAsideAndRenamedIsOneChangeAndOthersAreNone() throws Exception {
    host.builds("web", TestImage.plain());
    host.has("db", TestImage.plain());
    try (var daemon = RunningDaemon.on(host)) {
      var runs = daemon.runs().size();
      Files.writeString(host.manifests().resolve("README"), "nothing\n");
      Files.writeString(host.manifests().resolve("db.yaml~"), "nothing: true\n");
      moves(host.app("db"), "50-db.yaml");
      var aside = Files.move(host.app("web"), host.manifests().resolve(".web.yaml.tmp"));
      moves(aside, "web.yaml");
      awaitRunning("web");

      assertThat(daemon.runs().subList(runs, daemon.runs().size()))
          .as("db is the same in another file")
          .containsExactly(host.named("{web}: the manifests have changed"));
    }
  }

  @Test
  void aBrokenManifestIsSaidOnceAndItsAppKeepsRunning() throws Exception {
    host.has("web", TestImage.plain());
    host.has("db", TestImage.plain());
    try (var daemon = RunningDaemon.on(host)) {
      var web = host.container("web");
      host.manifest(
          "web.yaml",
          "apiVersion: atomic/v1\nkind: App\nmetadata: {name: '{web}'}\nspec: {imag: x}\n");
      daemon.awaitLog("unknown key 'imag'");
      TestHost.endsWith(78, daemon.asks("--wait"));

      host.container("web").isUntouchedSince(web);
      assertThat(daemon.log().split("unknown key 'imag'")).as("said once").hasSize(2);

      host.app("web");
      RunningDaemon.eventually().untilAsserted(() -> TestHost.endsWith(0, daemon.asks("--wait")));
    }
  }

  @Test
  void theDirectoryItselfMayComeLaterAndBeReplaced() throws Exception {
    host.has("web", TestImage.plain());
    var directory = Files.createDirectories(host.root().resolve("etc")).resolve("atomic.d");
    try (var daemon = RunningDaemon.startsWithDefaultDirectories(host)) {
      daemon.awaitAnswer();
      var ready = Files.createDirectories(host.root().resolve("etc/new.d"));
      Files.move(host.manifests().resolve("web.yaml"), ready.resolve("web.yaml"));
      Files.move(ready, directory);
      awaitRunning("web");
    }
  }

  private void awaitRunning(String app) {
    RunningDaemon.eventually().untilAsserted(() -> host.container(app).isRunning());
  }

  private static void moves(Path file, String name) throws IOException {
    Files.move(file, file.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
