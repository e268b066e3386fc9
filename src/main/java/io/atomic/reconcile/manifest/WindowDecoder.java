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
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One {@code windows.NAME} of the settings: a window, or a list of them. */
final class WindowDecoder {
  /** In the order of {@link DayOfWeek}, as systemd writes them. */
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  private final CronReader crons;
  private final ZoneReader zones;

  /**
   * Decodes.
   *
   * @param calendar knows which cron expressions there are
   * @param remarks takes what no schema could say
   */
  WindowDecoder(CronCalendar calendar, Consumer<Problem> remarks) {
    this.crons = new CronReader(calendar, remarks);
    this.zones = new ZoneReader(remarks);
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
    var zone = zones.zone(fields);
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
    var expression = crons.cron(fields);
    return expression == null ? null : new Opening.Cron(expression);
  }

  private static ValueType<DayOfWeek> day() {
    var spelled = oneOf(DAYS);
    return value -> {
      var text = spelled.read(value);
      return text == null ? null : DayOfWeek.of(DAYS.indexOf(text) + 1);
    };
  }
}
