package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.ValueType.duration;
import static io.atomic.reconcile.manifest.ValueType.map;
import static io.atomic.reconcile.manifest.ValueType.mapping;
import static io.atomic.reconcile.manifest.ValueType.positiveDuration;

import io.atomic.reconcile.model.CronCalendar;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Schedule;
import io.atomic.reconcile.model.Schedule.Rhythm;
import io.atomic.reconcile.model.Schedule.Schedules;
import java.time.Duration;
import java.util.Collections;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code schedule} of the settings: a cron expression, or a mapping that says more. */
final class ScheduleDecoder {
  /** More often than that, looks would be all that the host does. */
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  private final CronReader crons;
  private final ZoneReader zones;
  private final Consumer<Problem> remarks;

  /**
   * Decodes.
   *
   * @param calendar knows which cron expressions there are
   * @param remarks takes what no schema could say
   */
  ScheduleDecoder(CronCalendar calendar, Consumer<Problem> remarks) {
    this.crons = new CronReader(calendar, remarks);
    this.remarks = remarks;
    this.zones = new ZoneReader(remarks);
  }

  ValueType<Schedules> schedules() {
    return value -> {
      if (!(value.node() instanceof Yaml.Mapping)) {
        var cron = crons.cron(value);
        return cron == null
            ? null
            : new Schedules(
                new Schedule(new Rhythm.Cron(cron), Duration.ZERO, null),
                Collections.emptySortedMap());
      }
      return mapping(this::schedules).read(value);
    };
  }

  private @Nullable Schedules schedules(Fields fields) {
    var apps =
        fields.optional(
            "apps",
            map(Grammar.NAME, "the name of an app", mapping(this::schedule)),
            Schedules.STANDARD.apps());
    var general = schedule(fields);
    return general == null ? null : new Schedules(general, apps);
  }

  private @Nullable Schedule schedule(Fields fields) {
    var cron = crons.cron(fields);
    var every = fields.optional("every", positiveDuration());
    var jitter = fields.optional("jitter", duration(), Duration.ZERO);
    var zone = zones.zone(fields);
    if (fields.has("cron") == fields.has("every")) {
      fields.error("every", "schedule needs exactly one of 'cron' and 'every'");
    }
    if (every != null && every.compareTo(SHORTEST) < 0) {
      remarks.accept(
          Problem.error(
              fields.placeOf("every"),
              "%s is shorter than 10s, the shortest that there is"
                  .formatted(fields.pathOf("every"))));
    }
    if (cron != null) {
      return new Schedule(new Rhythm.Cron(cron), jitter, zone);
    }
    return every == null ? null : new Schedule(new Rhythm.Every(every), jitter, zone);
  }
}
