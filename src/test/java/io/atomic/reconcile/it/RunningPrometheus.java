package io.atomic.reconcile.it;

import static io.atomic.reconcile.it.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Prometheus that asks a daemon every second, with the alert rules as they are delivered, except
 * that each waits for two seconds where it would wait for longer.
 */
final class RunningPrometheus implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final InetSocketAddress address;
  private final Command command;

  private RunningPrometheus(InetSocketAddress address, Command command) {
    this.address = address;
    this.command = command;
  }

  /**
   * Starts it, and waits until it can be asked; it may not have asked for anything yet.
   *
   * @param directory of its own
   */
  static RunningPrometheus watching(InetSocketAddress daemon, Path directory) throws IOException {
    Command.needs("prometheus");
    var rules = Files.readString(Promtool.RULES).replaceAll("(?m)for: \\S+$", "for: 2s");
    TestHost.write(directory.resolve("alerts.yaml"), rules);
    var configuration =
        TestHost.write(
            directory.resolve("prometheus.yaml"),
            """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [alerts.yaml]
            scrape_configs:
              - job_name: atomic-reconcile
                static_configs: [{targets: ['127.0.0.1:%d']}]
            """
                .formatted(daemon.getPort()));
    var address = Loopback.free();
    // It ends by itself, should this JVM be killed.
    var argv =
        List.of(
            "timeout",
            "180",
            "prometheus",
            "--config.file=" + configuration,
            "--storage.tsdb.path=" + directory.resolve("data"),
            "--web.listen-address=127.0.0.1:" + address.getPort(),
            "--log.level=warn");
    var prometheus = new RunningPrometheus(address, Command.start(argv, Map.of(), ""));
    patiently()
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> prometheus.answer("-/ready").statusCode() == 200);
    return prometheus;
  }

  /** All series that a query gives now. */
  List<JsonNode> query(String question) {
    var data = data("query?query=" + URLEncoder.encode(question, StandardCharsets.UTF_8));
    return List.copyOf(data.path("result").values());
  }

  /** What fires, as people are told: {@code NAME SUMMARY}. */
  List<String> firing() {
    return data("alerts").path("alerts").values().stream()
        .filter(alert -> alert.path("state").asString("").equals("firing"))
        .map(alert ->
            "%s %s"
                .formatted(
                    alert.at("/labels/alertname").stringValue(),
                    alert.at("/annotations/summary").stringValue()))
        .toList();
  }

  private JsonNode data(String question) {
    var response = answer("api/v1/" + question);
    assertThat(response.statusCode()).as("%s: %s", question, response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body()).path("data");
  }

  private HttpResponse<String> answer(String path) {
    var uri = URI.create("http://127.0.0.1:%d/%s".formatted(address.getPort(), path));
    try {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    client.close();
    // Hands the signal on.
    command.terminate();
    command.await();
  }
}
