package io.atomic.reconcile.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.atomic.reconcile.cycle.ProbeAnswer.Said;
import io.atomic.reconcile.cycle.ProbeAnswer.Silent;
import io.atomic.reconcile.cycle.ProbeAnswer.Unable;
import io.atomic.reconcile.cycle.Probes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostProbesIT {
  @TempDir Path directory = Path.of("");
  private final HttpServer server = newServer();

  private static HttpServer newServer() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/200", exchange -> answer(exchange, 200));
    server.createContext("/500", exchange -> answer(exchange, 500));
    server.createContext(
        "/302",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/200");
          answer(exchange, 302);
        });
    server.createContext("/endless", HostProbesIT::answerWithoutEnd);
    server.createContext("/silent", _ -> {});
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private static void answerWithoutEnd(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      while (true) {
        exchange.getResponseBody().write(new byte[8192]);
      }
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  private Probes probes() {
    return probes("/usr/bin:/bin", Path.of("/"));
  }

  private static Probes probes(String path, Path bootedBySystemd) {
    return new HostProbes(new TreeMap<>(Map.of("PATH", path)), bootedBySystemd);
  }

  @Test
  void aUrlSaysItsStatusAndIsNotFollowed() throws Exception {
    assertThat(probes().http(url("/200"))).isEqualTo(new Said("200"));
    assertThat(probes().http(url("/500"))).isEqualTo(new Said("500"));
    assertThat(probes().http(url("/302"))).isEqualTo(new Said("302"));
    assertThat(probes().http(url("/nothing"))).isEqualTo(new Said("404"));
  }

  @Test
  void aBodyWithoutEndIsNotRead() throws Exception {
    assertThat(probes().http(url("/endless"))).isEqualTo(new Said("200"));
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() throws Exception {
    var began = System.nanoTime();
    assertThat(probes().http(url("/silent"))).isEqualTo(new Silent("it took too long"));
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(12));
  }

  @Test
  void aUrlThatNobodyServesIsSilent() throws Exception {
    var url = url("/200");
    server.stop(0);
    assertThat(probes().http(url)).isEqualTo(new Silent("nothing accepts connections"));
    assertThat(probes().http("http://no-such-host.invalid/"))
        .isEqualTo(new Silent("its name has no address"));
  }

  @Test
  void aServerWithoutTlsIsSilentToHttps() throws Exception {
    assertThat(probes().http(url("/200").replace("http:", "https:"))).isInstanceOf(Silent.class);
  }

  @Test
  void aUrlWithoutAHostCanNeverBeAsked() throws Exception {
    assertThat(probes().http("http://under_score/")).isInstanceOf(Unable.class);
    assertThat(probes().http("http://[")).isInstanceOf(Unable.class);
  }

  @Test
  void aPortIsOpenOrNot() throws Exception {
    var address = "localhost:" + server.getAddress().getPort();
    assertThat(probes().tcp(address)).isEqualTo(new Said("open"));
    server.stop(0);
    assertThat(probes().tcp(address)).isEqualTo(new Silent("Connection refused"));
    assertThat(probes().tcp("no-such-host.invalid:80"))
        .isEqualTo(new Silent("its name has no address"));
  }

  @Test
  void thereIsNoPortBeyondTheLast() throws Exception {
    assertThat(probes().tcp("localhost:65536")).isEqualTo(new Unable("there is no port 65536"));
    assertThat(probes().tcp("localhost:0")).isEqualTo(new Unable("there is no port 0"));
  }

  @Test
  void anAddressWithBracketsIsOneOfVersion6() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
      assertThat(probes().tcp("[::1]:" + socket.getLocalPort())).isEqualTo(new Said("open"));
    } catch (SocketException e) {
      Assumptions.abort("no IPv6 on this machine: " + e.getMessage());
    }
  }

  @Test
  void aProbeThatIsInterruptedEndsAtOnce() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> probes().http(url("/silent")))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void aUnitSaysItsState() throws Exception {
    systemctl("[ \"$*\" = 'is-active -- web.service' ] && echo active");
    assertThat(systemd().unit("web.service")).isEqualTo(new Said("active"));
    systemctl("echo failed; exit 3");
    assertThat(systemd().unit("web.service")).isEqualTo(new Said("failed"));
  }

  @Test
  void systemctlThatTellsNoStateIsSilent() throws Exception {
    systemctl("echo 'Failed to connect to bus: Host is down' >&2; exit 1");
    assertThat(systemd().unit("web.service"))
        .isEqualTo(new Silent("systemctl said: Failed to connect to bus: Host is down"));
  }

  @Test
  void withoutSystemdNoUnitCanBeAsked() throws Exception {
    assertThat(probes("/usr/bin", directory.resolve("absent")).unit("web.service"))
        .isEqualTo(new Unable("this machine was not booted by systemd"));
    assertThat(probes(directory.toString(), directory).unit("web.service"))
        .isEqualTo(
            new Unable(
                "tried to run 'systemctl', but it was not found in PATH '%s'"
                    .formatted(directory)));
  }

  private Probes systemd() {
    return probes(directory + ":/usr/bin:/bin", directory);
  }

  private void systemctl(String script) throws IOException {
    var file = Files.writeString(directory.resolve("systemctl"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
