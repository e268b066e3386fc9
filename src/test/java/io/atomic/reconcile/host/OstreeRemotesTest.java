package io.atomic.reconcile.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.atomic.reconcile.cycle.Told;
import io.atomic.reconcile.model.OsReference.Branch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a branch means is asked where the host's remotes lie, and little is believed of it. */
@Timeout(60)
class OstreeRemotesTest {
  private static final String SUM = "0f".repeat(32);
  private static final String FILE = "/repo/refs/heads/os/43/stable";
  private static final String SHOW = "ostree remote list --show-urls";

  @TempDir Path root;
  private HttpServer server;
  private final Map<String, String> files = new HashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  OstreeRemotesTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().toString();
      asked.add(exchange.getRequestMethod() + " " + path);
      if (path.startsWith("/moved")) {
        exchange.getResponseHeaders().add("Location", path.substring("/moved".length()));
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      var body = files.get(path);
      if (body == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      var bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void write(String path, String... lines) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private void remote(String... lines) throws IOException {
    write("etc/ostree/remotes.d/x.conf", "[remote \"x\"]", String.join("\n", lines));
  }

  private Told<String> tip(@Nullable String remote) throws InterruptedException {
    return new OstreeRemotes(root, Map.of()).tip(new Branch(remote, "os/43/stable"));
  }

  private static Told<String> unknown(String reason, @Nullable String remedy) {
    return new Told.Unknown<>(
        "tried to find out what 'x:os/43/stable' means, but " + reason, remedy);
  }

  @Test
  void aServerIsAskedForOneSmallFile() throws Exception {
    remote("gpg-verify=true", "url=http://" + address() + "/repo");
    files.put(FILE, SUM + "\n");

    assertThat(tip("x")).isEqualTo(new Told.Known<>(SUM));
    assertThat(asked).containsExactly("GET " + FILE);
  }

  @Test
  void aDirectoryIsReadAsWell() throws Exception {
    write("mirror" + FILE, SUM);
    remote("url=file://" + root.resolve("mirror/repo"));

    assertThat(tip("x")).isEqualTo(new Told.Known<>(SUM));
  }

  @Test
  void theRepositoryKnowsRemotesToo() throws Exception {
    write("etc/ostree/remotes.d/y.conf", "[remote \"y\"]", "url=http://127.0.0.1:1/");
    write("etc/ostree/remotes.d/x.conf.old", "[remote \"x\"]", "url=http://127.0.0.1:1/");
    write(
        "ostree/repo/config",
        "[core]",
        "url=http://127.0.0.1:1/core",
        "[remote \"xx\"]",
        "url=http://127.0.0.1:1/xx",
        "  [remote \"x\"]",
        "# url=http://127.0.0.1:1/comment",
        "urls=http://127.0.0.1:1/other",
        "  url = http://%s/repo/  ".formatted(address()),
        "[remote \"z\"]",
        "url=http://127.0.0.1:1/z");
    files.put(FILE, SUM);

    assertThat(tip("x")).isEqualTo(new Told.Known<>(SUM));
  }

  @Test
  void whereItMovedToItIsAsked() throws Exception {
    remote("url=http://" + address() + "/moved/repo");
    files.put(FILE, SUM);

    assertThat(tip("x")).isEqualTo(new Told.Known<>(SUM));
  }

  @Test
  void thereIsNoSuchRemote() throws Exception {
    assertThat(tip("x")).isEqualTo(unknown("this host has no remote 'x'", SHOW));
    write("etc/ostree/remotes.d/y.conf", "[remote \"y\"]", "url=http://" + address());

    assertThat(tip("x")).isEqualTo(unknown("this host has no remote 'x'", SHOW));
    assertThat(tip(null))
        .isEqualTo(
            new Told.Unknown<>(
                "tried to find out what 'os/43/stable' means, but no remote is named", SHOW));
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metalink=https://mirrors.example.com/metalink",
        "url=mirrorlist=https://mirrors.example.com/list",
        "contenturl=https://mirrors.example.com/",
        "url=",
        "url=http://",
        "url=https:///repo",
        "gpg-verify=true"
      })
  void whatOnlyOstreeCanFollowIsNotFollowed(String line) throws Exception {
    remote(line);

    assertThat(tip("x"))
        .isEqualTo(unknown("only ostree itself can follow the address of its remote 'x'", SHOW));
  }

  @Test
  void itHasNoSuchBranch() throws Exception {
    remote("url=http://me:secret@" + address() + "/repo");

    assertThat(tip("x"))
        .isEqualTo(unknown("the answer of '%s' for '%s' is 404".formatted(address(), FILE), null));
    remote("url=file://" + root);
    assertThat(tip("x"))
        .isEqualTo(
            unknown(
                "'%s' cannot be read".formatted(root.resolve("refs/heads/os/43/stable")), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>welcome to our hotel</html>", "0f0f", "\u0000ü"})
  void garbageIsNotBelieved(String body) throws Exception {
    var garbage = unknown("what its remote has there is no checksum", null);
    remote("url=http://" + address() + "/repo");
    files.put(FILE, body);
    assertThat(tip("x")).isEqualTo(garbage);
    write("mirror" + FILE, body);
    remote("url=file://" + root.resolve("mirror/repo"));
    assertThat(tip("x")).isEqualTo(garbage);
  }

  @Test
  void twoChecksumsAreNone() throws Exception {
    remote("url=http://" + address() + "/repo");
    files.put(FILE, SUM + "\n" + SUM);

    assertThat(tip("x")).isEqualTo(unknown("what its remote has there is no checksum", null));
  }

  @Test
  void nobodyHasToReadAFloodToItsEnd() throws Exception {
    remote("url=http://" + address() + "/repo");
    files.put(FILE, SUM.repeat(100_000));
    assertThat(tip("x"))
        .isEqualTo(unknown("the answer of '%s' is too large".formatted(address()), null));

    Files.createDirectories(root.resolve("mirror/refs/heads/os/43"));
    Files.createSymbolicLink(root.resolve("mirror/refs/heads/os/43/stable"), Path.of("/dev/zero"));
    remote("url=file://" + root.resolve("mirror"));
    assertThat(tip("x")).isEqualTo(unknown("what its remote has there is no checksum", null));
  }

  @Test
  void nobodyListens() throws Exception {
    String address;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + closed.getLocalPort();
    }
    remote("url=http://" + address);

    assertThat(tip("x"))
        .isEqualTo(unknown("nobody can be reached at '%s'".formatted(address), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a b/", "http://exa%mple/"})
  void anAddressThatIsNone(String url) throws Exception {
    remote("url=" + url);

    assertThat(tip("x")).isEqualTo(unknown("the address of its remote is no URL", SHOW));
  }
}
