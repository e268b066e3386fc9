package io.atomic.reconcile.policy;

import io.atomic.reconcile.model.CronCalendar;
import io.atomic.reconcile.model.Window;
import io.atomic.reconcile.model.Window.Opening;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** A window by one clock: when it comes round. */
record Recurrence(Window window, ZoneId zone, CronCalendar calendar) {
  /** What comes back every week and lasts longer than one never ends. */
  private static final Duration LONGEST = Duration.ofDays(8);

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Until when it lasts that is open at a moment; null = it is not open. */
  @Nullable Instant lastsUntil(Instant moment) {
    return switch (window.opening()) {
      case Opening.Weekly weekly -> lastsUntil(weekly, moment);
      case Opening.Cron cron -> lastsUntil(cron, moment);
    };
  }

  /** When it begins next, after that moment; null = it never does again. */
  @Nullable Instant beginsAfter(Instant moment) {
    return switch (window.opening()) {
      case Opening.Weekly weekly -> beginsAfter(weekly, moment);
      case Opening.Cron cron -> beginsAfter(cron, moment);
    };
  }

  private @Nullable Instant lastsUntil(Opening.Weekly weekly, Instant moment) {
    var length = window.length().compareTo(LONGEST) < 0 ? window.length() : LONGEST;
    // Where clocks are put back over midnight, tomorrow has begun once already.
    var newest = dateAt(moment).plusDays(1);
    var oldest = newest.minusDays(length.toDays() + 3);
    for (var date = newest; !date.isBefore(oldest); date = date.minusDays(1)) {
      var begin = begin(date.atTime(weekly.start()));
      var end = begin.plus(length);
      if (weekly.days().contains(date.getDayOfWeek())
          && !begin.isAfter(moment)
          && end.isAfter(moment)) {
        return end;
      }
    }
    return null;
  }

  private Instant beginsAfter(Opening.Weekly weekly, Instant moment) {
    for (var date = dateAt(moment); ; date = date.plusDays(1)) {
      var begin = begin(date.atTime(weekly.start()));
      if (weekly.days().contains(date.getDayOfWeek()) && begin.isAfter(moment)) {
        return begin;
      }
    }
  }

  /**
   * By the latest beginning, which calendars that only look ahead do not tell: it is closed in on.
   */
  private @Nullable Instant lastsUntil(Opening.Cron cron, Instant moment) {
    var from = moment.minus(window.length());
    var latest = beginsAfter(cron, from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from);
    if (latest == null || latest.isAfter(moment)) {
      return null;
    }
    var last = latest;
    var none = moment;
    while (Duration.between(last, none).compareTo(SECOND) >= 0) {
      var middle = last.plus(Duration.between(last, none).dividedBy(2));
      var next = beginsAfter(cron, middle);
      if (next == null || next.isAfter(moment)) {
        none = middle;
      } else {
        last = next;
      }
    }
    return last.plus(window.length());
  }

  private @Nullable Instant beginsAfter(Opening.Cron cron, Instant moment) {
    var shown = LocalDateTime.ofInstant(moment, zone);
    while (true) {
      shown = calendar.next(cron.expression(), shown);
      if (shown == null) {
        return null;
      }
      var begin = begin(shown);
      // What the clock shows for a second time has come with the first.
      if (begin.isAfter(moment)) {
        return begin;
      }
    }
  }

  private LocalDate dateAt(Instant moment) {
    return LocalDate.ofInstant(moment, zone);
  }

  /** The first moment at which the clock shows that time, or a later one. */
  private Instant begin(LocalDateTime shown) {
    var transition = zone.getRules().getTransition(shown);
    return transition != null && transition.isGap()
        ? transition.getInstant()
        : ZonedDateTime.ofLocal(shown, zone, null).withEarlierOffsetAtOverlap().toInstant();
  }
}
