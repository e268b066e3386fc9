package io.atomic.reconcile.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Chromium without a window, led by WebDriver. */
final class Browser implements AutoCloseable {
  private static final Pattern STARTED = Pattern.compile("started successfully on port ([0-9]+)");
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Process driver;
  private final BufferedReader output;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String session;

  /** One whose profile is below that directory. */
  Browser(Path directory) throws IOException {
    driver =
        new ProcessBuilder("chromedriver", "--port=0")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    output = driver.inputReader(StandardCharsets.UTF_8);
    var server = "http://127.0.0.1:%s".formatted(port());
    var capabilities =
        Map.of(
            "browserName",
            "chrome",
            "goog:loggingPrefs",
            Map.of("browser", "ALL", "performance", "ALL"),
            "goog:chromeOptions",
            Map.of("binary", chromium(), "args", arguments(directory)));
    var created =
        post(server + "/session", Map.of("capabilities", Map.of("alwaysMatch", capabilities)));
    session = server + "/session/" + created.path("sessionId").asString();
  }

  private static List<String> arguments(Path directory) {
    return List.of(
        "--headless",
        "--no-sandbox",
        // As when somebody uses a screen reader: also what is not laid out is told of then.
        "--force-renderer-accessibility",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + directory);
  }

  private static String chromium() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(place -> Path.of(place, "chromium"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no chromium on PATH"))
        .toString();
  }

  private String port() throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      var started = STARTED.matcher(line);
      if (started.find()) {
        return started.group(1);
      }
    }
    throw new AssertionError("chromedriver did not start");
  }

  private JsonNode post(String address, Map<String, ?> body) {
    return sent(
        HttpRequest.newBuilder(URI.create(address))
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  private JsonNode sent(HttpRequest.Builder request) {
    try {
      var response =
          http.send(request.timeout(LONGEST).build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError(response.uri() + ": " + response.body());
      }
      return JSON.readTree(response.body()).path("value");
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Opens a file and waits until it has loaded. */
  void opens(Path file) {
    post(session + "/url", Map.of("url", file.toUri().toString()));
  }

  /** Asks its developer tools. */
  JsonNode tells(String command, Map<String, ?> parameters) {
    return post(session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  /** What a script returns. */
  JsonNode runs(String script) {
    return post(session + "/execute/sync", Map.of("script", script, "args", List.of()));
  }

  /** What was logged since somebody last asked, of kind {@code browser} or {@code performance}. */
  List<String> log(String kind) {
    return post(session + "/se/log", Map.of("type", kind))
        .valueStream()
        .map(entry -> entry.path("message").asString())
        .toList();
  }

  /** By day or by night. */
  void prefers(String scheme) {
    tells(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void isWide(int width) {
    tells(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Everything that assistive technology is told of, as {@code ROLE NAME}. */
  List<String> heard() {
    return tells("Accessibility.getFullAXTree", Map.of())
        .path("nodes")
        .valueStream()
        .filter(node -> !node.path("ignored").asBoolean())
        .map(node -> node.at("/role/value").asString() + " " + node.at("/name/value").asString(""))
        .toList();
  }

  @Override
  public void close() throws IOException {
    try {
      sent(HttpRequest.newBuilder(URI.create(session)).DELETE());
    } finally {
      driver.destroy();
      driver
          .onExit()
          .orTimeout(10, TimeUnit.SECONDS)
          .exceptionally(_ -> driver.destroyForcibly())
          .join();
      output.close();
      http.close();
    }
  }
}
