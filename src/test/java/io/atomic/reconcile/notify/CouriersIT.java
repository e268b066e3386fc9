package io.atomic.reconcile.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Secrets;
import io.atomic.reconcile.model.Alert;
import io.atomic.reconcile.model.AlertKind;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Notification;
import io.atomic.reconcile.model.Notification.State;
import io.atomic.reconcile.model.Receiver;
import io.atomic.reconcile.model.Receiver.Channel;
import io.atomic.reconcile.notify.Courier.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Messages reach a real HTTP server and real programs, or it is said why they do not. */
class CouriersIT {
  private static final String TOKEN = "Bearer hunter2";
  private static final String NASTY = "it said \"no\" \\ ${host}\n\t'$(reboot)' \u00e4\ud83d\ude80";
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;
  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Posted> posted = new CopyOnWriteArrayList<>();
  private final Secrets secrets =
      value -> {
        if (value instanceof EnvValue.FromFile(var path) && path.equals("/secret")) {
          return TOKEN;
        }
        if (value instanceof EnvValue.Plain(var text)) {
          return text;
        }
        throw new EffectException("tried to read it, but it is not there");
      };

  private record Posted(String path, @Nullable String type, @Nullable String login, String body) {}

  CouriersIT() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var path = exchange.getRequestURI().getPath();
            posted.add(
                new Posted(
                    path,
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            if (path.equals("/hangs")) {
              closed.await();
            }
            exchange.sendResponseHeaders(path.equals("/broken") ? 500 : 204, -1);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    closed.countDown();
    server.stop(0);
  }

  private static Notification notification(String message) {
    return new Notification(
        new Alert(AlertKind.ROLLED_BACK, "App/web", "RolledBack", message),
        State.FIRING,
        "host1",
        Instant.parse("2026-11-01T12:00:00Z"),
        Instant.parse("2026-11-01T13:00:00Z"));
  }

  private Outcome carried(Channel channel, String message, Duration timeout)
      throws InterruptedException {
    var environment = new TreeMap<>(Map.of("PATH", "/usr/bin:/bin"));
    return new Couriers(Path.of("/"), Map.of(), environment, secrets)
        .carry(
            new Receiver(channel, EnumSet.allOf(AlertKind.class), Duration.ofHours(1), timeout),
            notification(message));
  }

  private Channel hook(String path, SortedMap<String, EnvValue> headers, @Nullable String body) {
    return new Channel.Webhook(
        "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path), headers, body);
  }

  private Channel hook(String path) {
    return hook(path, new TreeMap<>(), null);
  }

  private static String failure(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed) outcome).message();
  }

  private Outcome posted(Channel hook) throws InterruptedException {
    return carried(hook, NASTY, Duration.ofSeconds(10));
  }

  @Test
  void aWebhookGetsTheMessageAsJson() throws Exception {
    assertThat(posted(hook("/x"))).isEqualTo(new Outcome.Delivered());

    var got = posted.getFirst();
    assertThat(got.type()).isEqualTo("application/json");
    var json = JSON.readTree(got.body());
    assertThat(json.get("message").stringValue()).isEqualTo(NASTY);
    assertThat(json.get("kind").stringValue()).isEqualTo("rolled-back");
    assertThat(json.get("state").stringValue()).isEqualTo("firing");
    assertThat(json.get("since").stringValue()).isEqualTo("2026-11-01T12:00:00Z");
  }

  @Test
  void orWhatATemplateMakesOfItWithALoginFromAFile() throws Exception {
    var headers = new TreeMap<String, EnvValue>();
    headers.put("authorization", new EnvValue.FromFile("/secret"));
    headers.put("content-type", new EnvValue.Plain("application/x-y"));
    var template = "{\"text\": \"${host} ${resource} ${kind} ${state} ${reason}: ${message} $5\"}";

    assertThat(posted(hook("/x", headers, template))).isEqualTo(new Outcome.Delivered());

    var got = posted.getFirst();
    assertThat(got.type()).isEqualTo("application/x-y");
    assertThat(got.login()).isEqualTo(TOKEN);
    assertThat(JSON.readTree(got.body()).get("text").stringValue())
        .isEqualTo("host1 App/web rolled-back firing RolledBack: " + NASTY + " $5");
  }

  @Test
  void anythingButSuccessIsAFailureThatGivesNothingAway() throws Exception {
    var at = "127.0.0.1:" + server.getAddress().getPort();
    assertThat(failure(posted(hook("/broken"))))
        .isEqualTo("tried to notify the webhook at '%s', but it answered with status 500", at);
    assertThat(failure(carried(hook("/hangs"), "m", Duration.ofMillis(300))))
        .contains("did not answer within 300ms")
        .doesNotContain("hangs");

    var headers = new TreeMap<String, EnvValue>();
    headers.put("Authorization", new EnvValue.FromFile("/elsewhere"));
    assertThat(failure(posted(hook("/x", headers, null)))).contains("it is not there");
    headers.put("Authorization", new EnvValue.Plain("hunter2\u0001"));
    assertThat(failure(posted(hook("/x", headers, null))))
        .contains("'Authorization' cannot have the value")
        .doesNotContain("hunter2");
  }

  @Test
  void aProgramGetsTheMessageAsJsonAndAsVariablesWithoutAShell() throws Exception {
    var got = directory.resolve("got");
    var script =
        Files.writeString(
            directory.resolve("tell"),
            "#!/bin/sh\n{ cat; printf '%s|' \"$1\" \"$ATOMIC_NOTIFY_MESSAGE\" \"$ATOMIC_NOTIFY_STATE\"; } > "
                + got
                + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    var command = new Channel.Command(List.of(script.toString(), "$(touch /x)"));

    assertThat(carried(command, NASTY, Duration.ofSeconds(10))).isEqualTo(new Outcome.Delivered());

    var lines = Files.readString(got).split("\n", 2);
    assertThat(JSON.readTree(lines[0]).get("message").stringValue()).isEqualTo(NASTY);
    assertThat(lines[1]).isEqualTo("$(touch /x)|" + NASTY + "|firing|");
  }

  @Test
  void aProgramThatFailsHangsOrIsNotThereIsSaid() throws Exception {
    assertThat(failure(run("/bin/sh", "-c", "exit 3"))).endsWith("but it exited with 3");
    assertThat(failure(run("/bin/nothing"))).contains("/bin/nothing", "not found");
    assertThat(
            failure(
                carried(
                    new Channel.Command(List.of("sleep", "1000")), "m", Duration.ofMillis(300))))
        .contains("did not end within 300ms");
  }

  private Outcome run(String... words) throws InterruptedException {
    return carried(new Channel.Command(List.of(words)), "m", Duration.ofSeconds(10));
  }

  @Test
  void aMessageThatIsTooLongForAPipeIsShortened() throws Exception {
    var got = directory.resolve("got");
    var command = new Channel.Command(List.of("/bin/sh", "-c", "cat > " + got));

    assertThat(carried(command, "\u0001".repeat(5000), Duration.ofSeconds(10)))
        .isEqualTo(new Outcome.Delivered());

    assertThat(JSON.readTree(Files.readString(got)).get("message").stringValue())
        .startsWith("\u0001")
        .endsWith("…");
  }
}
