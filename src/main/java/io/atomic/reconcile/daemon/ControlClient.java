package io.atomic.reconcile.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the daemon of this host for a run. */
public final class ControlClient {
  private final Path path;

  /** A client of the daemon that listens there. */
  public ControlClient(Path path) {
    this.path = path;
  }

  /** What it answered. */
  public sealed interface Answer {
    /** There will be a run. */
    record Accepted() implements Answer {}

    /**
     * There was one.
     *
     * @param report as {@code schema/run.schema.json} describes it
     */
    record Ended(int exitStatus, JsonNode report) implements Answer {}

    record Refused(String message, int exitStatus) implements Answer {}

    /** Nobody could be asked, or has answered. */
    record Unreachable(String why) implements Answer {}
  }

  /**
   * Asks.
   *
   * @param apps empty = everything
   * @param wait whether for the end of the run
   */
  public Answer run(Collection<String> apps, boolean wait) throws InterruptedException {
    var request = new JsonMapper().createObjectNode().put("formatVersion", 1).put("wait", wait);
    apps.forEach(request.putArray("run")::add);
    try (var connection = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      Channels.newOutputStream(connection).write((request + "\n").getBytes(StandardCharsets.UTF_8));
      var answers = new BufferedReader(Channels.newReader(connection, StandardCharsets.UTF_8));
      var first = answer(answers.readLine());
      return first instanceof Answer.Accepted && wait ? answer(answers.readLine()) : first;
    } catch (ClosedByInterruptException _) {
      throw new InterruptedException("nobody waits for the daemon any more");
    } catch (IOException e) {
      return new Answer.Unreachable(String.valueOf(e.getMessage()));
    }
  }

  private static Answer answer(@Nullable String line) {
    if (line == null) {
      return new Answer.Unreachable("it has hung up");
    }
    try {
      var answer = new JsonMapper().readTree(line);
      if (answer.path("error").isString()) {
        return new Answer.Refused(
            answer.path("error").stringValue(), answer.path("exitStatus").asInt(1));
      }
      return answer.has("report")
          ? new Answer.Ended(answer.path("exitStatus").asInt(1), answer.path("report"))
          : new Answer.Accepted();
    } catch (JacksonException e) {
      return new Answer.Unreachable("its answer is no JSON: " + e.getOriginalMessage());
    }
  }
}
