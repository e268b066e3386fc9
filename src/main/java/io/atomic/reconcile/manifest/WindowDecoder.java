package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.ValueType.bool;
import static io.atomic.reconcile.manifest.ValueType.filledList;
import static io.atomic.reconcile.manifest.ValueType.mapping;
import static io.atomic.reconcile.manifest.ValueType.matching;
import static io.atomic.reconcile.manifest.ValueType.oneOf;
import static io.atomic.reconcile.manifest.ValueType.positiveDuration;

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

  private final ZoneReader zones;

  /**
   * Decodes.
   *
   * @param remarks takes what no schema could say
   */
  WindowDecoder(Consumer<Problem> remarks) {
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
    fields.refuse(
        "cron", "cannot be used in windows yet", "say the same by 'days', 'start' and 'length'");
    var days = fields.optional("days", filledList(day()), List.of(DayOfWeek.values()));
    var start =
        fields.required("start", matching(Grammar.TIME_OF_DAY, "a time of day such as '02:00'"));
    var length = fields.required("length", positiveDuration());
    var zone = zones.zone(fields);
    var denies = fields.optional("deny", bool(), false);
    return start == null || length == null || days.isEmpty()
        ? null
        : new Window(
            new Opening.Weekly(new TreeSet<>(days), LocalTime.parse(start)), length, zone, denies);
  }

  private static ValueType<DayOfWeek> day() {
    var spelled = oneOf(DAYS);
    return value -> {
      var text = spelled.read(value);
      return text == null ? null : DayOfWeek.of(DAYS.indexOf(text) + 1);
    };
  }
}
