package io.atomic.reconcile.policy;

import io.atomic.reconcile.model.Window;
import io.atomic.reconcile.model.Window.Opening;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** A window by one clock: when it comes round. */
record Recurrence(Window window, ZoneId zone) {
  /** What comes back every week and lasts longer than one never ends. */
  private static final Duration LONGEST = Duration.ofDays(8);

  /** Until when it lasts that is open at a moment; null = it is not open. */
  @Nullable Instant lastsUntil(Instant moment) {
    return switch (window.opening()) {
      case Opening.Weekly weekly -> lastsUntil(weekly, moment);
    };
  }

  /** When it begins next, after that moment. */
  Instant beginsAfter(Instant moment) {
    return switch (window.opening()) {
      case Opening.Weekly weekly -> beginsAfter(weekly, moment);
    };
  }

  private @Nullable Instant lastsUntil(Opening.Weekly weekly, Instant moment) {
    var length = window.length().compareTo(LONGEST) < 0 ? window.length() : LONGEST;
    // Where clocks are put back over midnight, tomorrow has begun once already.
    var newest = dateAt(moment).plusDays(1);
    var oldest = newest.minusDays(length.toDays() + 3);
    for (var date = newest; !date.isBefore(oldest); date = date.minusDays(1)) {
      var begin = begin(date, weekly.start());
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
      var begin = begin(date, weekly.start());
      if (weekly.days().contains(date.getDayOfWeek()) && begin.isAfter(moment)) {
        return begin;
      }
    }
  }

  private LocalDate dateAt(Instant moment) {
    return LocalDate.ofInstant(moment, zone);
  }

  /** The first moment at which the clock shows that time, or a later one. */
  private Instant begin(LocalDate date, LocalTime time) {
    var local = date.atTime(time);
    var transition = zone.getRules().getTransition(local);
    return transition != null && transition.isGap()
        ? transition.getInstant()
        : ZonedDateTime.ofLocal(local, zone, null).withEarlierOffsetAtOverlap().toInstant();
  }
}
