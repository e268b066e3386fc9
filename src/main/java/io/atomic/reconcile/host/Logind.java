package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.RebootObstacles;
import io.atomic.reconcile.model.RebootObstacles.Session;
import io.atomic.reconcile.process.ChildResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What logind tells over D-Bus (org.freedesktop.login1(5)); everybody may ask that. */
final class Logind {
  private static final List<String> CALL =
      List.of("busctl", "--json=short", "call", "org.freedesktop.login1");

  private static final String OBJECT = "/org/freedesktop/login1";
  private static final String MANAGER = "org.freedesktop.login1.Manager";
  private static final String SESSION = "org.freedesktop.login1.Session";
  private static final String PROPERTIES = "org.freedesktop.DBus.Properties";
  private static final String REMEDY = "systemctl status systemd-logind dbus";

  /** D-Bus says so of a session that has ended. */
  private static final String GONE = "Unknown object";

  private final HostTools tools;

  Logind(HostTools tools) {
    this.tools = tools;
  }

  RebootObstacles obstacles() throws EffectException, InterruptedException {
    var inhibitors = tools.answer("ask logind who inhibits a shutdown", REMEDY, inhibitorsCall());
    var listed = tools.answer("ask logind who is logged in", REMEDY, sessionsCall());
    try {
      var sessions = new ArrayList<Session>();
      for (var path : LogindReading.sessionPaths(listed)) {
        var session = session(path);
        if (session != null) {
          sessions.add(session);
        }
      }
      sessions.sort(Comparator.comparing(Session::user).thenComparing(Session::id));
      return new RebootObstacles(LogindReading.inhibitors(inhibitors), sessions);
    } catch (JacksonException e) {
      throw new EffectException(
          "tried to read what logind answers, but it is not what is expected: "
              + e.getOriginalMessage(),
          REMEDY,
          e);
    }
  }

  /** Null = nobody sits there, or the session has ended since it was listed. */
  private @Nullable Session session(String path) throws EffectException, InterruptedException {
    var aim = "ask logind about session '%s'".formatted(path);
    var result = tools.run(call(path, PROPERTIES, "GetAll", "s", SESSION));
    if (result instanceof ChildResult.Exited(_, var output) && output.errors().contains(GONE)) {
      return null;
    }
    if (!result.isSuccess()) {
      throw HostTools.refusal(aim, REMEDY, result);
    }
    return LogindReading.interactive(result.output().text());
  }

  private static List<String> inhibitorsCall() {
    return call(OBJECT, MANAGER, "ListInhibitors");
  }

  private static List<String> sessionsCall() {
    return call(OBJECT, MANAGER, "ListSessions");
  }

  private static List<String> call(String... words) {
    var all = new ArrayList<>(CALL);
    all.addAll(List.of(words));
    return all;
  }
}
