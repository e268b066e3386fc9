package io.atomic.reconcile.monitor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.Exposition.Listen;
import io.atomic.reconcile.report.MetricsText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scraper, a load balancer and somebody with a terminal get to see. */
@Timeout(60)
class MetricsServerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Path directory;
  private final Path socket;
  @AutoClose private final MetricsServer server;
  private volatile SelfCheck health = new SelfCheck.Passed();
  private volatile SelfCheck readiness = new SelfCheck.Failed("there was no run yet");

  MetricsServerIT(@TempDir Path directory) throws EffectException {
    this.directory = directory;
    socket = directory.resolve("run/metrics.sock");
    server = MetricsServer.start(new Listen.UnixSocket(socket.toString()), pages(), PATIENCE);
  }

  private MetricsServer.Pages pages() {
    return new MetricsServer.Pages(
        accept ->
            new MetricsText(
                "text/plain; version=0.0.4", "asked_for{accept=\"%s\"} 1\n".formatted(accept)),
        () -> health,
        () -> readiness);
  }

  /** Sends bytes as they are, and reads to the end. */
  private static String exchange(SocketAddress address, String request) throws IOException {
    try (var channel = SocketChannel.open(address)) {
      channel.write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
      return rest(channel);
    }
  }

  private static String rest(SocketChannel channel) throws IOException {
    var answer = new StringBuilder();
    var bytes = ByteBuffer.allocate(4096);
    while (channel.read(bytes.clear()) >= 0) {
      answer.append(UTF_8.decode(bytes.flip()));
    }
    return answer.toString();
  }

  private String asked(String request) throws IOException {
    return exchange(UnixDomainSocketAddress.of(socket), request);
  }

  private static String get(String path) {
    return "GET %s HTTP/1.1\r\nHost: x\r\nAccept: text/plain\r\n\r\n".formatted(path);
  }

  @Test
  void metricsAreServedInTheFormatThatIsAskedFor() throws Exception {
    assertThat(asked(get("/metrics?x=y")))
        .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\n")
        .contains("Connection: close\r\n")
        .endsWith("\r\n\r\nasked_for{accept=\"text/plain\"} 1\n");
  }

  @Test
  void healthAndReadinessSayWhyNot() throws Exception {
    assertThat(asked(get("/healthz"))).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nok\n");
    assertThat(asked(get("/readyz")))
        .startsWith("HTTP/1.1 503 Service Unavailable")
        .endsWith("\r\n\r\nthere was no run yet\n");

    health = new SelfCheck.Failed("the scheduler stands still");
    readiness = new SelfCheck.Passed();

    assertThat(asked(get("/healthz"))).startsWith("HTTP/1.1 503").contains("stands still");
    assertThat(asked(get("/readyz"))).startsWith("HTTP/1.1 200");
  }

  @Test
  void headHasAllButTheBody() throws Exception {
    var whole = asked(get("/metrics"));
    var head = asked(get("/metrics").replace("GET", "HEAD"));
    assertThat(head).endsWith("\r\n\r\n").isEqualTo(whole.substring(0, head.length()));
  }

  @Test
  void whatIsNotServedIsSaid() throws Exception {
    assertThat(asked(get("/"))).startsWith("HTTP/1.1 404").contains("/metrics, /healthz");
    assertThat(asked(get("/metrics").replace("GET", "POST")))
        .startsWith("HTTP/1.1 405")
        .contains("Allow: GET, HEAD\r\n");
    assertThat(asked("hello\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(asked("\r\n\r\n")).startsWith("HTTP/1.1 400");
  }

  @Test
  void whoSaysTooMuchIsToldSo() throws Exception {
    assertThat(asked("GET /metrics HTTP/1.1\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
  }

  @Test
  void whoIsSlowLosesTheConnectionAndHoldsUpNobody() throws Exception {
    var slow = new ArrayList<SocketChannel>();
    try {
      for (var i = 0; i < 20; i++) {
        var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        slow.add(channel);
        channel.write(ByteBuffer.wrap("GET /met".getBytes(UTF_8)));
      }
      assertThat(asked(get("/healthz"))).startsWith("HTTP/1.1 200");
      for (var channel : slow) {
        assertThat(rest(channel)).isEmpty();
      }
    } finally {
      for (var channel : slow) {
        channel.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void theSameOverLoopback(String host) throws Exception {
    try (var tcp = MetricsServer.start(new Listen.Loopback(host, 0), pages());
        var client = HttpClient.newHttpClient()) {
      var port = ((InetSocketAddress) tcp.address()).getPort();
      var uri = URI.create("http://%s/metrics".formatted(new Listen.Loopback(host, port)));
      var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith("asked_for");
      assertThatThrownBy(() -> MetricsServer.start(new Listen.Loopback(host, port), pages()))
          .isInstanceOf(EffectException.class)
          .hasMessageContaining("tried to listen on");
    }
  }

  @Test
  void theSocketIsForItsOwnerAndGroupAndGoesWithTheServer() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-rw----");
    server.close();
    assertThat(socket).doesNotExist();
  }

  @Test
  void aSocketThatSomebodyKilledHasLeftIsReplaced() throws Exception {
    var left = directory.resolve("left.sock");
    try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(left));
    }
    assertThat(left).exists();
    try (var _ = MetricsServer.start(new Listen.UnixSocket(left.toString()), pages())) {
      assertThat(exchange(UnixDomainSocketAddress.of(left), get("/healthz"))).contains("200");
    }
  }

  @Test
  void aSocketThatSomebodyTakesAwayIsMadeAgain() throws Exception {
    assertThat(server.look()).as("it is there").isFalse();

    Files.delete(socket);
    assertThat(server.look()).isTrue();
    assertThat(asked(get("/healthz"))).startsWith("HTTP/1.1 200");
    assertThat(server.look()).isFalse();

    Files.delete(socket);
    Files.delete(directory.resolve("run"));
    assertThat(server.look()).isTrue();
    assertThat(asked(get("/healthz"))).startsWith("HTTP/1.1 200");

    Files.delete(socket);
    server.close();
    assertThat(server.look()).as("it has ended").isFalse();
    assertThat(socket).doesNotExist();
  }

  @Test
  void whatSomebodyElsePutsInThePlaceOfTheSocketIsLeftAlone() throws Exception {
    Files.delete(socket);
    Files.writeString(socket, "data");

    assertThatThrownBy(server::look).hasMessageContaining("no socket");
    assertThat(socket).hasContent("data");

    Files.delete(socket);
    assertThat(server.look()).isTrue();
    assertThat(asked(get("/healthz"))).startsWith("HTTP/1.1 200");
  }

  @Test
  void whatSomebodyElseUsesIsLeftAlone() throws Exception {
    assertThatThrownBy(() -> MetricsServer.start(new Listen.UnixSocket(socket.toString()), pages()))
        .hasMessageContaining("somebody else listens there");
    assertThat(asked(get("/healthz"))).contains("200");

    var file = Files.writeString(directory.resolve("file"), "data");
    assertThatThrownBy(() -> MetricsServer.start(new Listen.UnixSocket(file.toString()), pages()))
        .hasMessageContaining("no socket");
    assertThat(file).hasContent("data");
  }

  private static void hasEnded(SocketChannel channel) {
    try {
      assertThat(rest(channel)).isEmpty();
    } catch (IOException e) {
      // So it is told where nobody had taken up the connection yet.
      assertThat(e).hasMessageContaining("reset");
    }
  }

  @Test
  void itsThreadsEndWithIt() throws Exception {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      server.close();
      hasEnded(channel);
    }
    await()
        .untilAsserted(() ->
            assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("metrics")));
  }
}
