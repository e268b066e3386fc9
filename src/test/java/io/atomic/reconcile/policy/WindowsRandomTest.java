package io.atomic.reconcile.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.daemon.QuartzCalendar;
import io.atomic.reconcile.model.Window;
import io.atomic.reconcile.model.Window.Opening;
import io.atomic.reconcile.model.Window.Opening.Cron;
import io.atomic.reconcile.model.Window.Opening.Weekly;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Windows at random, mostly about the days on which clocks are set, held against somebody who looks
 * at the clock on the wall every minute. A failure names its seed.
 */
class WindowsRandomTest {
  private static final int CALENDARS = Integer.getInteger("windows.calendars", 300);
  private static final int DAY = 24 * 60;

  /** Minutes that are watched before those that are compared: the longest window, and a week. */
  private static final int BEFORE = 16 * DAY;

  private static final int COMPARED = 9 * DAY;

  /** By whole hours and by half ones, at midnight, twice a year more, over a whole day, never. */
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("America/Havana"),
          ZoneId.of("Asia/Beirut"),
          ZoneId.of("Africa/Casablanca"),
          ZoneId.of("Pacific/Apia"),
          ZoneId.of("Asia/Kathmandu"),
          ZoneId.of("UTC"));

  static LongStream seeds() {
    var only = Long.getLong("windows.seed");
    return only == null ? LongStream.range(0, CALENDARS) : LongStream.of(only);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theyAreOpenWhenTheClockOnTheWallSaysSo(long seed) {
    var chance = new Random(seed);
    var local = one(ZONES, chance);
    var entries = entries(chance);
    var byName = new TreeMap<String, List<Window>>();
    byName.put("w", entries);
    var windows = new Windows(byName, local, new QuartzCalendar(InstantSource.system()));
    var from = moment(local, chance);

    var open = watched(entries, local, from);

    for (var minute = 0; minute < COMPARED; minute += 1 + chance.nextInt(20)) {
      var moment = from.plus(minute, ChronoUnit.MINUTES);
      assertThat(windows.isOpen("w", moment))
          .as("%s in %s at %s", entries, local, moment)
          .isEqualTo(open.get(minute));
    }
    for (var i = 0; i < 20; i++) {
      var minute = chance.nextInt(COMPARED);
      var moment = from.plus(minute, ChronoUnit.MINUTES);
      var next = open.nextSetBit(minute);
      var told = windows.opensNext("w", moment);
      if (next >= 0) {
        assertThat(told)
            .as("%s in %s after %s", entries, local, moment)
            .isEqualTo(from.plus(next, ChronoUnit.MINUTES));
      } else if (told != null) {
        assertThat(told).isAfterOrEqualTo(from.plus(COMPARED, ChronoUnit.MINUTES));
      }
    }
  }

  private static Instant moment(ZoneId zone, Random chance) {
    var any =
        Instant.parse("2010-01-01T00:00:00Z").plus(chance.nextInt(8000 * DAY), ChronoUnit.MINUTES);
    var set = zone.getRules().nextTransition(any);
    return set == null || chance.nextInt(4) == 0
        ? any
        : set.getInstant().minus(chance.nextInt(6 * DAY), ChronoUnit.MINUTES);
  }

  private static List<Window> entries(Random chance) {
    var entries = new ArrayList<Window>();
    for (var count = 1 + chance.nextInt(4); count > 0; count--) {
      var days = new TreeSet<DayOfWeek>();
      for (var some = 1 + chance.nextInt(5); some > 0; some--) {
        days.add(one(List.of(DayOfWeek.values()), chance));
      }
      // Clocks are mostly set in the small hours.
      var hour = chance.nextInt(chance.nextBoolean() ? 4 : 24);
      var minutes = 1 + chance.nextInt(chance.nextInt(4) == 0 ? 8 * DAY : 5 * 60);
      var time = LocalTime.of(hour, chance.nextInt(4) * 15);
      entries.add(
          new Window(
              chance.nextBoolean() ? new Weekly(days, time) : cron(days, time, chance),
              Duration.ofMinutes(minutes),
              chance.nextBoolean() ? null : one(ZONES, chance),
              chance.nextInt(3) == 0));
    }
    return entries;
  }

  /** Those of which {@link #comes} knows when they come. */
  private static Cron cron(SortedSet<DayOfWeek> days, LocalTime time, Random chance) {
    return new Cron(
        switch (chance.nextInt(4)) {
          case 0 -> "0 %d %d * * ?".formatted(time.getMinute(), time.getHour());
          case 1 -> "0 %d * ? * %s".formatted(time.getMinute(), names(days));
          case 2 ->
              "0 %d %d %d * ?".formatted(time.getMinute(), time.getHour(), 1 + chance.nextInt(31));
          default -> "0 %d %d ? * %s".formatted(time.getMinute(), time.getHour(), names(days));
        });
  }

  private static String names(SortedSet<DayOfWeek> days) {
    return days.stream().map(day -> day.name().substring(0, 3)).collect(Collectors.joining(","));
  }

  private static boolean comes(Opening opening, LocalDateTime shown) {
    return switch (opening) {
      case Weekly(var days, var start) ->
          days.contains(shown.getDayOfWeek()) && shown.toLocalTime().equals(start);
      case Cron(var expression) -> {
        var fields = expression.split(" ", -1);
        yield fields[1].equals(String.valueOf(shown.getMinute()))
            && (fields[2].equals("*") || fields[2].equals(String.valueOf(shown.getHour())))
            && (fields[3].equals("*")
                || fields[3].equals("?")
                || fields[3].equals(String.valueOf(shown.getDayOfMonth())))
            && (fields[5].equals("?")
                || List.of(fields[5].split(",", -1))
                    .contains(shown.getDayOfWeek().name().substring(0, 3)));
      }
    };
  }

  private static <T> T one(List<T> all, Random chance) {
    return all.get(chance.nextInt(all.size()));
  }

  /** The minutes in which the name is open, by the rules as people would say them. */
  private static BitSet watched(List<Window> entries, ZoneId local, Instant from) {
    var allowed = new BitSet();
    var denied = new BitSet();
    for (var entry : entries) {
      watch(entry, local, from, entry.denies() ? denied : allowed);
    }
    if (entries.stream().allMatch(Window::denies)) {
      allowed.set(0, COMPARED);
    }
    allowed.andNot(denied);
    return allowed;
  }

  /** It begins when the clock shows its time, or has leapt over it, for the first time. */
  private static void watch(Window entry, ZoneId local, Instant from, BitSet open) {
    var zone = Objects.requireNonNullElse(entry.zone(), local);
    var latest = LocalDateTime.ofInstant(from.minus(BEFORE + 1, ChronoUnit.MINUTES), zone);
    for (var minute = -BEFORE; minute < COMPARED; minute++) {
      var shown = LocalDateTime.ofInstant(from.plus(minute, ChronoUnit.MINUTES), zone);
      while (latest.isBefore(shown)) {
        latest = latest.plusMinutes(1);
        if (comes(entry.opening(), latest)) {
          var end = Math.min(minute + (int) entry.length().toMinutes(), COMPARED);
          open.set(Math.max(minute, 0), Math.max(end, 0));
        }
      }
    }
  }
}
