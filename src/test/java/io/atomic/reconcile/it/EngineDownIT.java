package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No engine answers. */
@Timeout(60)
class EngineDownIT {
  @TempDir private Path directory = Path.of("given by JUnit");

  @Test
  void aSocketThatIsMissingEndsWith69AndSaysWhatToDo() {
    var result = applies("--engine", socket().toString());

    assertThat(result.exitCode()).as("%s", result).isEqualTo(69);
    assertThat(result.text()).contains(socket().toString(), "systemctl start docker", "--engine");
    assertThat(result.text()).doesNotContain("Exception");
  }

  @Test
  void aSocketThatNobodyListensOnEndsWith69() throws IOException {
    try (var server = listening()) {
      assertThat(server.isOpen()).isTrue();
    }

    var result = applies("--engine", socket().toString());

    assertThat(result.exitCode()).as("%s", result).isEqualTo(69);
    assertThat(result.text()).contains(socket().toString(), "systemctl start docker", "--engine");
    assertThat(result.text()).doesNotContain("Exception");
  }

  @Test
  void aSocketThatNeverAnswersEndsWith69AfterTheDeadline() throws IOException {
    var settings = TestHost.write(directory.resolve("settings.yaml"), "engine: {timeout: 1s}\n");
    try (var server = listening()) {
      assertThat(server.isOpen()).isTrue();

      var result = applies("--engine", socket().toString(), "--settings", settings.toString());

      assertThat(result.exitCode()).as("%s", result).isEqualTo(69);
      assertThat(result.text()).contains("did not answer within 1s", "engine.timeout");
      assertThat(result.took()).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void planAndStatusEndWith69AsWell() {
    manifest();
    assertThat(runs("plan", "--engine", socket().toString()).exitCode()).isEqualTo(69);
    var status = runs("status", "--engine", socket().toString());
    assertThat(status.exitCode()).as("%s", status).isEqualTo(69);
    assertThat(status.out()).contains("web", "Unknown");
    var explained = runs("explain", "web", "--engine", socket().toString());
    assertThat(explained.exitCode()).as("%s", explained).isEqualTo(69);
    assertThat(explained.out()).contains("localhost/web:1", "the engine was not reached");
  }

  @Test
  void theEngineIsNotAskedWhereNoAppIsDeclaredOrRecorded() {
    var empty = runs("plan", "--engine", socket().toString());

    assertThat(empty.exitCode()).as("%s", empty).isZero();
  }

  @Test
  void validateNeedsNoEngine() {
    manifest();
    var result = runs("validate", "--engine", socket().toString());

    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.out()).contains("1 app valid");
  }

  private Path socket() {
    return directory.resolve("engine.sock");
  }

  private ServerSocketChannel listening() throws IOException {
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket()));
    return server;
  }

  private void manifest() {
    TestHost.write(
        directory.resolve("root/etc/atomic.d/web.yaml"),
        """
        apiVersion: atomic/v1
        kind: App
        metadata: {name: web}
        spec: {image: localhost/web:1}
        """);
  }

  private Command.Result applies(String... words) {
    manifest();
    var all = new ArrayList<>(List.of("apply"));
    all.addAll(List.of(words));
    return runs(all.toArray(String[]::new));
  }

  private Command.Result runs(String... words) {
    var arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--root", directory.resolve("root").toString()));
    return Program.run(arguments);
  }
}
