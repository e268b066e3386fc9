package io.atomic.reconcile.host;

import io.atomic.reconcile.model.RebootObstacles.Inhibitor;
import io.atomic.reconcile.model.RebootObstacles.Session;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads logind's answers as {@code busctl --json=short} prints them. */
final class LogindReading {

  /**
   * {@code block-weak} does not stop root, nor did {@code block} before systemd 257: whoever
   * reboots by hand has looked. Nobody looks before we do, so we heed both.
   */
  private static final Set<String> BLOCKING = Set.of("block", "block-weak");

  private LogindReading() {}

  /**
   * Those of {@code ListInhibitors} that a reboot must not pass over.
   *
   * @throws JacksonException if it is something else
   */
  static List<Inhibitor> inhibitors(String json) {
    // a(ssssuu): what, who, why, mode, user, process.
    return reply(json)
        .asArray()
        .valueStream()
        .filter(inhibitor ->
            List.of(inhibitor.path(0).stringValue().split(":", -1)).contains("shutdown")
                && BLOCKING.contains(inhibitor.path(3).stringValue()))
        .map(inhibitor ->
            new Inhibitor(
                inhibitor.path(1).stringValue(),
                inhibitor.path(2).stringValue(),
                inhibitor.path(5).longValue()))
        .sorted(Comparator.comparing(Inhibitor::who).thenComparingLong(Inhibitor::pid))
        .toList();
  }

  /**
   * Where the sessions of {@code ListSessions} can be asked for their properties.
   *
   * @throws JacksonException if it is something else
   */
  static List<String> sessionPaths(String json) {
    // a(susso): id, user's number, user, seat, path.
    return reply(json)
        .asArray()
        .valueStream()
        .map(session -> session.path(4).stringValue())
        .toList();
  }

  /**
   * The session that has these properties; null = nobody sits there.
   *
   * @throws JacksonException if it is something else
   */
  static @Nullable Session interactive(String json) {
    var properties = reply(json);
    var terminal = text(properties, "TTY");
    var remote = value(properties, "Remote").booleanValue();
    var seat = value(properties, "Seat").path(0).stringValue();
    return isOfPeople(text(properties, "Class"))
            && !text(properties, "State").equals("closing")
            && (remote || !terminal.isEmpty() || !seat.isEmpty())
        ? new Session(
            text(properties, "Id"),
            text(properties, "Name"),
            orNull(terminal),
            remote ? text(properties, "RemoteHost") : null)
        : null;
  }

  /**
   * People's are {@code user} and its kin, such as {@code user-early} of who logs in while the host
   * boots; the others are of cron, of user managers that linger, and of login screens.
   */
  private static boolean isOfPeople(String kind) {
    return kind.equals("user") || kind.startsWith("user-");
  }

  private static String text(JsonNode properties, String name) {
    return value(properties, name).stringValue();
  }

  private static JsonNode value(JsonNode properties, String name) {
    return properties.path(name).path("data");
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** A reply's first value, which is all that these methods return. */
  private static JsonNode reply(String json) {
    return JsonMapper.shared().readTree(json).path("data").path(0);
  }
}
