package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.ValueType.bool;
import static io.atomic.reconcile.manifest.ValueType.filledList;
import static io.atomic.reconcile.manifest.ValueType.mapping;
import static io.atomic.reconcile.manifest.ValueType.matching;
import static io.atomic.reconcile.manifest.ValueType.oneOf;
import static io.atomic.reconcile.manifest.ValueType.positiveDuration;

import io.atomic.reconcile.model.CronCalendar;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Window;
import io.atomic.reconcile.model.Window.Opening;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One {@code windows.NAME} of the settings: a window, or a list of them. */
final class WindowDecoder {
  /** In the order of {@link DayOfWeek}, as systemd writes them. */
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  private final CronCalendar calendar;
  private final Consumer<Problem> remarks;

  /**
   * Decodes.
   *
   * @param calendar knows which cron expressions there are
   * @param remarks takes what no schema could say
   */
  WindowDecoder(CronCalendar calendar, Consumer<Problem> remarks) {
    this.calendar = calendar;
    this.remarks = remarks;
  }

  ValueType<List<Window>> windows() {
    return value -> {
      if (value.node() instanceof Yaml.Sequence) {
        return filledList(mapping(this::window)).read(value);
      }
      var window = mapping(this::window).read(value);
      return window == null ? null : List.of(window);
    };
  }

  private @Nullable Window window(Fields fields) {
    var weekly = weekly(fields);
    var cron = cron(fields);
    if (fields.has("cron") && fields.has("start")) {
      fields.error(
          "cron", "%s and 'start' both say when it begins".formatted(fields.pathOf("cron")));
    } else if (fields.has("cron") && fields.has("days")) {
      fields.error("days", "%s and 'cron' both name days".formatted(fields.pathOf("days")));
    }
    var length = fields.required("length", positiveDuration());
    var zone = zone(fields);
    var denies = fields.optional("deny", bool(), false);
    var opening = fields.has("cron") ? cron : weekly;
    return opening == null || length == null ? null : new Window(opening, length, zone, denies);
  }

  private static @Nullable Opening weekly(Fields fields) {
    var days = fields.optional("days", filledList(day()), List.of(DayOfWeek.values()));
    var time = matching(Grammar.TIME_OF_DAY, "a time of day such as '02:00'");
    var start =
        fields.has("cron") ? fields.optional("start", time) : fields.required("start", time);
    return start == null || days.isEmpty()
        ? null
        : new Opening.Weekly(new TreeSet<>(days), LocalTime.parse(start));
  }

  private @Nullable Opening cron(Fields fields) {
    var expression =
        fields.optional(
            "cron",
            matching(
                Grammar.CRON,
                "a Quartz cron expression such as '0 0 2 ? * SAT', which begins with seconds"));
    if (expression == null) {
      return null;
    }
    var objection = calendar.objection(expression);
    if (objection != null) {
      remarks.accept(
          Problem.error(
              fields.placeOf("cron"),
              "%s is %s, but as a Quartz cron expression: %s"
                  .formatted(fields.pathOf("cron"), Quote.of(expression), objection)));
    }
    return new Opening.Cron(expression);
  }

  private static ValueType<DayOfWeek> day() {
    var spelled = oneOf(DAYS);
    return value -> {
      var text = spelled.read(value);
      return text == null ? null : DayOfWeek.of(DAYS.indexOf(text) + 1);
    };
  }

  private @Nullable ZoneId zone(Fields fields) {
    var name =
        fields.optional(
            "timeZone", matching(Grammar.TIME_ZONE, "a time zone such as 'Europe/Berlin'"));
    if (name == null) {
      return null;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException _) {
      remarks.accept(
          Problem.error(
                  fields.placeOf("timeZone"),
                  "%s is %s, a time zone that is not known here"
                      .formatted(fields.pathOf("timeZone"), Quote.of(name)))
              .withRemedy("'timedatectl list-timezones' shows those that there are"));
      return null;
    }
  }
}
