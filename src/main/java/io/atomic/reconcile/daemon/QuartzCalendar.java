package io.atomic.reconcile.daemon;

import io.atomic.reconcile.model.CronCalendar;
import java.text.ParseException;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * Cron expressions as Quartz reads them, on a clock that is never set: what becomes of times that
 * are leapt over or shown twice is the same for all windows, and no matter of cron.
 */
public final class QuartzCalendar implements CronCalendar {
  private static final TimeZone STEADY = TimeZone.getTimeZone(ZoneOffset.UTC);

  private final InstantSource clock;

  /**
   * A calendar.
   *
   * @param clock tells which years are over
   */
  public QuartzCalendar(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public @Nullable String objection(String expression) {
    try {
      var today = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1);
      return next(parsed(expression), today) == null ? "it never comes, or never again" : null;
    } catch (ParseException e) {
      return e.getMessage();
    }
  }

  @Override
  public @Nullable LocalDateTime next(String expression, LocalDateTime after) {
    try {
      return next(parsed(expression), after);
    } catch (ParseException e) {
      throw new IllegalArgumentException("there was an objection to it", e);
    }
  }

  private static @Nullable LocalDateTime next(CronExpression cron, LocalDateTime after) {
    var next = cron.getNextValidTimeAfter(Date.from(after.toInstant(ZoneOffset.UTC)));
    return next == null ? null : LocalDateTime.ofInstant(next.toInstant(), ZoneOffset.UTC);
  }

  /** Anew each time: an expression is not made for several threads. */
  private static CronExpression parsed(String expression) throws ParseException {
    var cron = new CronExpression(expression);
    cron.setTimeZone(STEADY);
    return cron;
  }
}
