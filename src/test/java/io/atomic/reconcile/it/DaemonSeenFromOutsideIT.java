package io.atomic.reconcile.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a daemon at work shows, tells and logs. */
@Timeout(300)
class DaemonSeenFromOutsideIT {
  private static final int A_WHILE = 500;

  @AutoClose private final TestHost host = TestHost.on(EngineKind.DOCKER);

  private Path settings(String content) {
    return TestHost.write(host.root().resolve("etc/atomic/reconcile.yaml"), content);
  }

  private static String answer(SocketAddress address, String path) throws IOException {
    try (var channel = SocketChannel.open(address)) {
      channel.write(
          ByteBuffer.wrap(
              "GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path).getBytes(ISO_8859_1)));
      return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private void awaitShown(SocketAddress address) {
    RunningDaemon.eventually()
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() -> {
          assertThat(answer(address, "/readyz")).startsWith("HTTP/1.1 200 OK");
          assertThat(answer(address, "/healthz")).startsWith("HTTP/1.1 200 OK").endsWith("ok\n");
          assertThat(answer(address, "/metrics"))
              .contains(host.named("atomic_reconcile_app_ready{app=\"{web}\"} 1.0\n"))
              .contains("atomic_reconcile_engine_up 1.0\n", "atomic_reconcile_next_run");
        });
  }

  @Test
  void itAnswersAtAPortAndOnceTheSettingsSaySoAtASocket() throws Exception {
    host.has("web", TestImage.plain());
    var port = Loopback.free();
    settings("metrics: {listen: '127.0.0.1:%d'}\n".formatted(port.getPort()));
    try (var daemon = RunningDaemon.starts(host)) {
      awaitShown(port);
      var shown = body(answer(port, "/metrics"));

      settings("metrics: {listen: 'unix:/run/atomic-reconcile/metrics.sock'}\n");
      daemon.receives("HUP");

      var socket = host.root().resolve("run/atomic-reconcile/metrics.sock");
      awaitShown(UnixDomainSocketAddress.of(socket));
      Files.delete(socket);
      awaitShown(UnixDomainSocketAddress.of(socket));
      assertThatThrownBy(() -> answer(port, "/metrics")).isInstanceOf(ConnectException.class);
      Promtool.accepts(shown);
    }
  }

  @Test
  void anEngineThatStaysAwayIsSeenAndToldOfLongBeforeTheNextRun() throws Exception {
    host.has("web", TestImage.plain());
    var port = Loopback.free();
    var told = TestHost.write(host.directory().resolve("told"), "");
    settings(
        """
        schedule: {every: 1d}
        metrics: {listen: '127.0.0.1:%d'}
        notifications: [{command: [/bin/sh, -c, 'cat >>%s']}]
        """
            .formatted(port.getPort(), told));
    var engine = EngineProxy.before(host);
    try (var daemon = RunningDaemon.on(host, "--engine", engine.path())) {
      awaitShown(port);
      var runs = daemon.runs();

      engine.close();

      awaitEngine(port, "0.0", told, "firing");
      assertThat(daemon.runs()).as("there is nothing that one could do").isEqualTo(runs);

      Files.delete(Path.of(engine.path()));
      try (var _ = EngineProxy.before(host)) {
        awaitEngine(port, "1.0", told, "firing", "resolved");
      }
    }
  }

  private static void awaitEngine(SocketAddress port, String up, Path told, String... states) {
    RunningDaemon.eventually()
        .untilAsserted(() -> {
          assertThat(answer(port, "/metrics")).contains("atomic_reconcile_engine_up " + up + "\n");
          assertThat(Files.readAllLines(told))
              .extracting(line -> JsonMapper.shared().readTree(line))
              .allSatisfy(message ->
                  assertThat(message.path("kind").asString("")).isEqualTo("engine-unavailable"))
              .extracting(message -> message.path("state").asString(""))
              .containsExactly(states);
        });
  }

  @Test
  void whoNeverAnswersDelaysNoRun() throws Exception {
    host.builds("bad", TestImage.plain().with("INSTALL", "docker run --rm IMAGE /bin/false"));
    host.app("bad");
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings(
          "notifications: [{url: 'http://127.0.0.1:%d/', timeout: 60s}]\n"
              .formatted(server.getLocalPort()));
      try (var daemon = RunningDaemon.starts(host);
          var delivery = server.accept()) {
        delivery.setSoTimeout(A_WHILE);

        host.has("late", TestImage.plain());
        daemon.asks("{late}", "--wait");

        host.container("late").isRunning();
        assertThat(isOpen(delivery.getInputStream())).as("the delivery still waits").isTrue();
        assertThat(daemon.ends()).isZero();
        assertThat(isOpen(delivery.getInputStream())).isFalse();
      }
    }
  }

  /** Whether the other side has not closed it, once everything that it has sent is read. */
  private static boolean isOpen(InputStream stream) throws IOException {
    try {
      stream.readAllBytes();
      return false;
    } catch (SocketTimeoutException _) {
      return true;
    }
  }

  private static List<JsonNode> entries(RunningDaemon daemon) {
    return daemon.log().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  @Test
  void allThatItSaysIsLogWithTheRunAndTheAppThatItIsAbout() {
    host.has("web", TestImage.plain());
    host.has(
        "bad", TestImage.plain().with("RUN", "docker run -d --name NAME --cap-add SYS_TIME IMAGE"));
    try (var daemon = RunningDaemon.starts(host, "--log-format", "json")) {
      daemon.awaitAnswer();
      TestHost.endsWith(1, daemon.asks("--wait"));
      TestHost.endsWith(1, daemon.asks("--wait"));
      daemon.receives("HUP");
      daemon.awaitLog("\"the settings were read again\"");
      assertThat(daemon.ends()).isZero();

      assertThat(entries(daemon))
          .filteredOn(entry -> entry.path("msg").asString("").contains("is held (GrantMissing)"))
          .as("said once, since it stays so")
          .singleElement()
          .satisfies(entry -> {
            assertThat(entry.path("level").asString("")).isEqualTo("error");
            assertThat(entry.path("app").asString("")).isEqualTo(host.nameOf("bad"));
            assertThat(entry.path("run").asString("")).isNotEmpty();
          });
      assertThat(entries(daemon))
          .filteredOn(entry -> entry.path("msg").asString("").startsWith("Plan: "))
          .isNotEmpty()
          .allSatisfy(entry -> {
            assertThat(entry.path("level").asString("")).isEqualTo("info");
            assertThat(entry.has("run")).isTrue();
          });
      assertThat(entries(daemon))
          .filteredOn(
              entry -> entry.path("msg").asString("").equals("the settings were read again"))
          .as("not of the run before")
          .allSatisfy(entry -> assertThat(entry.has("run")).isFalse());
      assertThat(daemon.log()).doesNotContain("nothing to do");
    }
  }
}
