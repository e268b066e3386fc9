package io.atomic.reconcile.manifest;

import static io.atomic.reconcile.manifest.ValueType.matching;

import io.atomic.reconcile.model.CronCalendar;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Cron expressions, wherever the settings may say one. */
final class CronReader {
  private static final ValueType<String> CRON =
      matching(
          Grammar.CRON,
          "a Quartz cron expression such as '0 0 2 ? * SAT', which begins with seconds");

  private final CronCalendar calendar;
  private final Consumer<Problem> remarks;

  /**
   * Reads.
   *
   * @param calendar knows which expressions there are
   * @param remarks takes what no schema could say
   */
  CronReader(CronCalendar calendar, Consumer<Problem> remarks) {
    this.calendar = calendar;
    this.remarks = remarks;
  }

  /** {@code cron}; null = there is none that looks like one. */
  @Nullable String cron(Fields fields) {
    var expression = fields.optional("cron", CRON);
    if (expression != null) {
      check(expression, fields.pathOf("cron"), fields.placeOf("cron"));
    }
    return expression;
  }

  /** The value itself; null = it does not look like one. */
  @Nullable String cron(Value value) {
    var expression = CRON.read(value);
    if (expression != null) {
      check(expression, value.path(), value.node().place());
    }
    return expression;
  }

  private void check(String expression, String path, Place place) {
    var objection = calendar.objection(expression);
    if (objection != null) {
      remarks.accept(
          Problem.error(
              place,
              "%s is %s, but as a Quartz cron expression: %s"
                  .formatted(path, Quote.of(expression), objection)));
    }
  }
}
