package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.ValueType.anything;
import static io.atomic.reconcile.manifest.ValueType.duration;
import static io.atomic.reconcile.manifest.ValueType.filledList;
import static io.atomic.reconcile.manifest.ValueType.grant;
import static io.atomic.reconcile.manifest.ValueType.integer;
import static io.atomic.reconcile.manifest.ValueType.list;
import static io.atomic.reconcile.manifest.ValueType.map;
import static io.atomic.reconcile.manifest.ValueType.mapping;
import static io.atomic.reconcile.manifest.ValueType.matching;
import static io.atomic.reconcile.manifest.ValueType.oneOf;
import static io.atomic.reconcile.manifest.ValueType.path;
import static io.atomic.reconcile.manifest.ValueType.positiveDuration;
import static io.atomic.reconcile.manifest.ValueType.size;
import static io.atomic.reconcile.manifest.ValueType.text;

import io.atomic.reconcile.manifest.Settings.Control;
import io.atomic.reconcile.manifest.Settings.Disk;
import io.atomic.reconcile.manifest.Settings.Engine;
import io.atomic.reconcile.manifest.Settings.Policy;
import io.atomic.reconcile.manifest.Settings.Retention;
import io.atomic.reconcile.model.CronCalendar;
import io.atomic.reconcile.model.Exposition;
import io.atomic.reconcile.model.Flapping;
import io.atomic.reconcile.model.HealthDefaults;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Schedule.Schedules;
import io.atomic.reconcile.model.SiteWindows;
import io.atomic.reconcile.model.SocketPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of a settings file. What later versions do is checked as far as its keys are settled,
 * and reported as having no effect.
 */
final class SettingsDecoder {
  private static final String WINDOW_NAME = "the name of a window such as 'nightly'";

  private final CronCalendar calendar;
  private final List<Problem> remarks = new ArrayList<>();
  private final SortedMap<String, NamedWindow> named = new TreeMap<>();

  /**
   * Decodes.
   *
   * @param calendar knows which cron expressions there are
   */
  SettingsDecoder(CronCalendar calendar) {
    this.calendar = calendar;
  }

  /** What no schema can say: mistakes that only this host knows of, and what has no effect yet. */
  List<Problem> remarks() {
    return List.copyOf(remarks);
  }

  Settings settings(Fields fields) {
    var engine = fields.optional("engine", mapping(SettingsDecoder::engine), Engine.DEFAULT);
    var parallelism =
        fields.optional("parallelism", integer(1, 64), Settings.DEFAULT.parallelism());
    var policy = fields.optional("policy", mapping(this::policy), Policy.DEFAULT);
    var health =
        fields.optional("health", mapping(SettingsDecoder::health), HealthDefaults.STANDARD);
    var flapping =
        fields.optional("flapping", mapping(SettingsDecoder::flapping), Flapping.STANDARD);
    var schedules =
        fields.optional(
            "schedule",
            new ScheduleDecoder(calendar, remarks::add).schedules(),
            Schedules.STANDARD);
    var windows =
        fields.optional(
            "windows",
            map(Grammar.WINDOW, WINDOW_NAME, new WindowDecoder(calendar, remarks::add).windows()),
            Settings.DEFAULT.windows());
    var retention = fields.optional("retention", mapping(this::retention), Retention.DEFAULT);
    var disk = fields.optional("disk", mapping(SettingsDecoder::disk), Disk.DEFAULT);
    var metrics = fields.optional("metrics", mapping(MonitoringDecoder::metrics), Exposition.NONE);
    var notifications =
        fields.optional("notifications", list(mapping(MonitoringDecoder::receiver)), List.of());
    checkNames(fields.keysOf("windows"));
    var control = fields.optional("control", mapping(this::control), Control.DEFAULT);
    return new Settings(
        engine,
        parallelism,
        policy,
        health,
        flapping,
        schedules,
        windows,
        retention,
        disk,
        control,
        metrics,
        notifications);
  }

  private static Engine engine(Fields fields) {
    var normal = Engine.DEFAULT;
    var socket = fields.optional("socket", matching(Grammar.SOCKET, "the path of a Unix socket"));
    return new Engine(
        socket == null || !socket.startsWith("unix://")
            ? socket
            : socket.substring("unix://".length()),
        fields.optional("kind", oneOf(Engine.Kind.class), normal.kind()),
        fields.optional("command", filledList(text()), normal.command()),
        fields.optional("timeout", positiveDuration(), normal.timeout()),
        fields.optional("pullTimeout", positiveDuration(), normal.pullTimeout()),
        fields.optional("commandTimeout", positiveDuration(), normal.commandTimeout()),
        fields.optional("registryTimeout", positiveDuration(), normal.registryTimeout()));
  }

  private static HealthDefaults health(Fields fields) {
    var normal = HealthDefaults.STANDARD;
    return new HealthDefaults(
        fields.optional("running", duration(), normal.running()),
        fields.optional("timeout", positiveDuration(), normal.timeout()),
        fields.optional("interval", positiveDuration(), normal.interval()),
        fields.optional("retryAfter", positiveDuration(), normal.retryAfter()));
  }

  private Retention retention(Fields fields) {
    later(fields, "journal", anything());
    return new Retention(
        fields.optional("images", integer(0, 100), Retention.DEFAULT.images()),
        fields.optional("history", integer(1, 10_000), Retention.DEFAULT.history()));
  }

  private Control control(Fields fields) {
    var socket = fields.optional("socket", path(), Control.DEFAULT.socket());
    if (SocketPath.isTooLong(socket)) {
      remarks.add(
          Problem.error(
              fields.placeOf("socket"),
              "%s is longer than the %d bytes that the path of a socket may have"
                  .formatted(fields.pathOf("socket"), SocketPath.LONGEST)));
    }
    return new Control(socket);
  }

  private static Disk disk(Fields fields) {
    return new Disk(fields.optional("reserve", size(), Disk.DEFAULT.reserve()));
  }

  private static Flapping flapping(Fields fields) {
    var normal = Flapping.STANDARD;
    return new Flapping(
        fields.optional("corrections", integer(1, 1000), normal.corrections()),
        fields.optional("window", positiveDuration(), normal.window()));
  }

  private Policy policy(Fields fields) {
    later(fields, "signatures", withKeys("required", "keys", "policyFile"));
    return new Policy(
        fields.optional("grants", list(grant())),
        fields.optional(
            "registries",
            list(matching(Grammar.REGISTRY, "a registry such as 'quay.io' or 'quay.io/team'"))),
        fields.optional("secretPaths", list(path()), Policy.DEFAULT.secretPaths()),
        fields.optional("windows", mapping(this::siteWindows), SiteWindows.NONE));
  }

  private SiteWindows siteWindows(Fields fields) {
    return new SiteWindows(
        windowName(fields, "downloads"),
        windowName(fields, "disruptions"),
        windowName(fields, "reboots"));
  }

  private @Nullable String windowName(Fields fields, String key) {
    var name = fields.optional(key, matching(Grammar.WINDOW, WINDOW_NAME));
    if (name != null) {
      named.put(fields.pathOf(key), new NamedWindow(name, fields.placeOf(key)));
    }
    return name;
  }

  /** A window must be there to be named: one that is not would never open. */
  private void checkNames(Set<String> windows) {
    named.forEach((path, window) -> {
      if (!windows.contains(window.name())) {
        remarks.add(
            Problem.error(
                    window.place(),
                    "%s is %s, a window that there is not".formatted(path, Quote.of(window.name())))
                .withRemedy(
                    windows.isEmpty()
                        ? "describe it below 'windows'"
                        : "there are " + String.join(", ", windows)));
      }
    });
  }

  /** A window that a setting names. */
  private record NamedWindow(String name, Place place) {}

  /** A mapping of which only the keys are settled. */
  private static ValueType<Boolean> withKeys(String... keys) {
    return mapping(fields -> {
      for (var key : keys) {
        fields.optional(key, anything());
      }
      return true;
    });
  }

  private <T> void later(Fields fields, String key, ValueType<T> type) {
    fields.optional(key, type);
    if (fields.has(key)) {
      Place place = fields.placeOf(key);
      remarks.add(
          new Problem(
              Problem.Severity.NOTICE,
              null,
              place,
              fields.pathOf(key) + " has no effect yet",
              null));
    }
  }
}
