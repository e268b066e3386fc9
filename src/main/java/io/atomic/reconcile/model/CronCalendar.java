package io.atomic.reconcile.model;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What cron expressions mean, by whoever interprets those of the schedule: there is one dialect.
 */
public interface CronCalendar {
  /** Why an expression is none, or is one of no use; null = it is good. */
  @Nullable String objection(String expression);

  /**
   * The next time at which a clock shows what the expression says, after it has shown something.
   *
   * @param expression to which there is no objection
   * @return in whole seconds; null = it never will again
   */
  @Nullable LocalDateTime next(String expression, LocalDateTime after);
}
