package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.daemon.ControlSocket.Wishes;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.RunJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Somebody who asks the daemon for something, and what is answered. */
final class ControlConnection {
  private static final int LONGEST_REQUEST = 64 * 1024;
  private static final String SUPERUSER = "root";

  private final SocketChannel channel;
  private final Wishes wishes;

  ControlConnection(SocketChannel channel, Wishes wishes) {
    this.channel = channel;
    this.wishes = wishes;
  }

  /** Reads the request, and answers until everything is said. */
  void serve() throws IOException {
    var user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    // Read in any case: who is hung up upon while still writing does not read the answer.
    var line = line();
    if (!user.equals(SUPERUSER) && !user.equals(System.getProperty("user.name"))) {
      answer(error("'%s' may not ask this daemon for anything".formatted(user)));
    } else if (line != null) {
      grant(line, user);
    }
  }

  private @Nullable String line() throws IOException {
    var reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8), 1024);
    var line = new StringBuilder();
    for (var character = reader.read(); character != '\n'; character = reader.read()) {
      if (character < 0 || line.length() >= LONGEST_REQUEST) {
        return line.isEmpty() ? null : line.toString();
      }
      line.append((char) character);
    }
    return line.toString();
  }

  private void grant(String line, String user) throws IOException {
    JsonNode request;
    try {
      request = new JsonMapper().readTree(line);
    } catch (JacksonException e) {
      answer(error("that is not JSON: " + e.getOriginalMessage()));
      return;
    }
    if (!request.path("run").isArray()) {
      answer(error("it asks for nothing that this daemon knows"));
      return;
    }
    var apps = new TreeSet<String>();
    request.path("run").forEach(app -> apps.add(app.asString("")));
    var ended = new CountDownLatch(1);
    var outcome = document();
    var refusal =
        wishes.run(
            apps,
            user,
            new Order.Waiting() {
              @Override
              public void ended(RunReport report) {
                var status = ExitStatus.of(report, false);
                outcome.put("exitStatus", status).set("report", RunJson.of(report, status));
                ended.countDown();
              }

              @Override
              public void abandoned(String why, int exitStatus) {
                outcome.put("error", why).put("exitStatus", exitStatus);
                ended.countDown();
              }
            });
    if (refusal != null) {
      answer(error(refusal));
      return;
    }
    answer(document().put("accepted", true));
    if (request.path("wait").asBoolean(false)) {
      try {
        ended.await();
        answer(outcome);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ObjectNode document() {
    return new JsonMapper().createObjectNode().put("formatVersion", 1);
  }

  private static ObjectNode error(String message) {
    return document().put("error", message).put("exitStatus", ExitStatus.USAGE);
  }

  private void answer(JsonNode answer) throws IOException {
    var bytes = (answer + "\n").getBytes(StandardCharsets.UTF_8);
    Channels.newOutputStream(channel).write(bytes);
  }
}
