package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples that come with the program, as a first user meets them. */
@OnEachEngine
class ExamplesIT {
  private static final Path EXAMPLES = Path.of("manifests-examples");
  private static final List<String> SERVICES = List.of("httpd", "ntpd", "hello", "watcher");

  @AutoClose private final TestHost host;

  ExamplesIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  /** They have names of their own, which no other test uses. */
  @BeforeEach
  @AfterEach
  void removeContainers() {
    host.engine().ends(List.of("httpd", "ntpd", "hello", "watcher", "migrate"));
  }

  @Test
  void fiveAppsAreInstalledStayAsTheyAreAndGoAgain() throws Exception {
    buildImages();
    var port = copyManifests();

    assertThat(host.plans().out()).contains("Plan: 5 to add.");
    var first = host.fails(2, "--detailed-exitcode");

    assertThat(first.err()).contains("✓ httpd/install", "✓ watcher/run");
    SERVICES.forEach(app -> host.engine().container(app).isRunning());
    host.engine().container("migrate").isStopped();
    assertThat(host.root().resolve("var/lib/migrate/format")).hasContent("2");
    var unit = host.root().resolve("etc/systemd/system/httpd_httpd.service");
    assertThat(unit).content().contains(String.join(" ", host.engine().commandLine()));
    assertServes(port);

    host.plansNothing();
    var running = SERVICES.stream().map(host.engine()::container).toList();
    assertThat(host.converges("--detailed-exitcode").out()).contains("Plan: nothing to do");
    assertThat(SERVICES.stream().map(host.engine()::container).toList()).isEqualTo(running);
    assertThat(host.runs("status").text()).contains("httpd", "ntpd", "hello", "watcher", "migrate");

    removeManifests();
    host.converges("--allow-empty", "--max-delete", "5");
    SERVICES.forEach(app -> host.engine().container(app).isAbsent());
    assertThat(unit).doesNotExist();
    assertThat(host.root().resolve("etc/httpd/httpd.conf")).exists();
    assertThat(host.root().resolve("var/lib/httpd/index.html")).exists();
    assertThat(host.root().resolve("var/lib/migrate/format")).exists();
  }

  private void buildImages() {
    var words = new java.util.ArrayList<String>();
    words.add(EXAMPLES.resolve("images/build").toString());
    words.addAll(host.engine().commandLine());
    var built = Command.start(words, Map.of(), "").await();
    assertThat(built.exitCode()).as("%s", built).isZero();
  }

  /** With a port that is free, and the engine that INSTALL is to use from inside the host. */
  private int copyManifests() throws IOException {
    var port = Loopback.free().getPort();
    try (var files = Files.newDirectoryStream(EXAMPLES, "*.yaml")) {
      for (var file : files) {
        var text = Files.readString(file).replace("8080", String.valueOf(port));
        TestHost.write(
            host.manifests().resolve(file.getFileName()),
            text.replace(
                "    PORT:",
                "    ENGINE: %s\n    PORT:"
                    .formatted(String.join(" ", host.engine().commandLine()))));
      }
    }
    return port;
  }

  private void removeManifests() throws IOException {
    try (var files = Files.newDirectoryStream(host.manifests())) {
      files.forEach(TestHost::delete);
    }
  }

  private static void assertServes(int port) {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/".formatted(port)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .ignoreExceptions()
          .until(() ->
              client
                  .send(request.build(), HttpResponse.BodyHandlers.ofString())
                  .body()
                  .contains("httpd example"));
    }
  }
}
