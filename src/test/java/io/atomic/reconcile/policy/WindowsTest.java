package io.atomic.reconcile.policy;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.daemon.QuartzCalendar;
import io.atomic.reconcile.model.Window;
import io.atomic.reconcile.model.Window.Opening.Cron;
import io.atomic.reconcile.model.Window.Opening.Weekly;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When windows are open. In Berlin clocks leap on 2026-03-29 and go back on 2026-10-25. */
class WindowsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Set<DayOfWeek> ALWAYS = Set.of(DayOfWeek.values());

  private static Windows of(Window... windows) {
    var byName = new TreeMap<String, List<Window>>();
    byName.put("w", List.of(windows));
    return new Windows(byName, BERLIN, new QuartzCalendar(InstantSource.system()));
  }

  private static Window allow(Set<DayOfWeek> days, String start, Duration length) {
    return window(days, start, length, null, false);
  }

  private static Window deny(Set<DayOfWeek> days, String start, Duration length) {
    return window(days, start, length, null, true);
  }

  private static Window window(
      Set<DayOfWeek> days, String start, Duration length, @Nullable ZoneId zone, boolean denies) {
    return new Window(
        new Weekly(new TreeSet<>(days), LocalTime.parse(start)), length, zone, denies);
  }

  private static Instant berlin(String time) {
    return LocalDateTime.parse(time).atZone(BERLIN).toInstant();
  }

  private static void isOpenFromTo(Windows windows, Instant from, Instant to) {
    assertThat(windows.isOpen("w", from.minusSeconds(1))).as("before %s", from).isFalse();
    assertThat(windows.isOpen("w", from)).as("at %s", from).isTrue();
    assertThat(windows.isOpen("w", to.minusSeconds(1))).as("before %s", to).isTrue();
    assertThat(windows.isOpen("w", to)).as("at %s", to).isFalse();
    assertThat(windows.opensNext("w", from.minusSeconds(1))).isEqualTo(from);
    assertThat(windows.opensNext("w", from)).isEqualTo(from);
  }

  @Test
  void aNightlyWindowIsOpenForItsLength() {
    var nightly = of(allow(ALWAYS, "02:00", Duration.ofHours(3)));

    isOpenFromTo(nightly, berlin("2026-11-05T02:00"), berlin("2026-11-05T05:00"));
    assertThat(nightly.opensNext("w", berlin("2026-11-05T05:00")))
        .isEqualTo(berlin("2026-11-06T02:00"));
  }

  @Test
  void itGoesOnOverMidnight() {
    isOpenFromTo(
        of(allow(Set.of(FRIDAY), "23:30", Duration.ofHours(1))),
        berlin("2026-11-06T23:30"),
        berlin("2026-11-07T00:30"));
  }

  private static Window cron(String expression, Duration length) {
    return new Window(new Cron(expression), length, null, false);
  }

  @Test
  void aCronExpressionSaysWhenItBegins() {
    var saturdays = of(cron("0 30 23 ? * SAT", Duration.ofHours(4)));

    isOpenFromTo(saturdays, berlin("2026-11-07T23:30"), berlin("2026-11-08T03:30"));
    assertThat(saturdays.opensNext("w", berlin("2026-11-08T03:30")))
        .isEqualTo(berlin("2026-11-14T23:30"));
  }

  @Test
  void whereCronComesAgainBeforeItIsOverItGoesOn() {
    var hourly = of(cron("0 0 8-17 * * ?", Duration.ofMinutes(90)));

    isOpenFromTo(hourly, berlin("2026-11-05T08:00"), berlin("2026-11-05T18:30"));
  }

  @Test
  void whatCronSaysWhileClocksLeapComesWithTheLeap() {
    isOpenFromTo(
        of(cron("0 30 2 * * ?", Duration.ofHours(1))),
        berlin("2026-03-29T03:00"),
        berlin("2026-03-29T04:00"));
  }

  @Test
  void whatCronSaysTwiceWhenClocksGoBackComesOnce() {
    var first = berlin("2026-10-25T02:30");
    var windows = of(cron("0 30 2 * * ?", Duration.ofMinutes(10)));

    isOpenFromTo(windows, first, first.plus(Duration.ofMinutes(10)));
    assertThat(windows.opensNext("w", first.plus(Duration.ofMinutes(10))))
        .isEqualTo(berlin("2026-10-26T02:30"));
  }

  @Test
  void aLeapDayIsWaitedForForYears() {
    assertThat(
            of(cron("0 0 0 29 2 ?", Duration.ofDays(1))).opensNext("w", berlin("2026-11-05T00:00")))
        .isEqualTo(berlin("2028-02-29T00:00"));
  }

  @Test
  void yearsThatAreOverNeverComeAgain() {
    var once = of(cron("0 0 0 1 1 ? 2026", Duration.ofHours(1)));

    assertThat(once.opensNext("w", berlin("2026-11-05T00:00"))).isNull();
    assertThat(once.isOpen("w", berlin("2026-01-01T00:30"))).isTrue();
  }

  @Test
  void severalWindowsAreOpenTogetherWhereTheyMeet() {
    var byName = new TreeMap<String, List<Window>>();
    byName.put("early", List.of(cron("0 0 1 * * ?", Duration.ofHours(2))));
    byName.put("sunday", List.of(cron("0 0 2 ? * SUN", Duration.ofHours(2))));
    byName.put("noon", List.of(cron("0 0 12 * * ?", Duration.ofHours(1))));
    var windows = new Windows(byName, BERLIN, new QuartzCalendar(InstantSource.system()));

    var now = berlin("2026-11-05T00:00");
    assertThat(windows.opensNext(List.of("early", "sunday"), now))
        .isEqualTo(berlin("2026-11-08T02:00"));
    assertThat(windows.opensNext(List.of("early", "noon"), now)).isNull();
    assertThat(windows.opensNext(List.of(), now)).isEqualTo(now);
  }

  @Test
  void itGoesOnOverTheEndOfTheWeek() {
    isOpenFromTo(
        of(allow(Set.of(SUNDAY), "22:00", Duration.ofHours(30))),
        berlin("2026-11-08T22:00"),
        berlin("2026-11-10T04:00"));
  }

  @Test
  void aTimeThatTheClockLeapsOverHasComeWhenItLeaps() {
    isOpenFromTo(
        of(allow(ALWAYS, "02:30", Duration.ofHours(1))),
        berlin("2026-03-29T03:00"),
        berlin("2026-03-29T04:00"));
  }

  @Test
  void aTimeThatTheClockShowsTwiceCountsOnce() {
    isOpenFromTo(
        of(allow(ALWAYS, "02:30", Duration.ofMinutes(40))),
        Instant.parse("2026-10-25T00:30:00Z"),
        Instant.parse("2026-10-25T01:10:00Z"));
  }

  @Test
  void itIsNoLongerBecauseTheClocksAreSet() {
    isOpenFromTo(
        of(allow(ALWAYS, "01:00", Duration.ofHours(4))),
        berlin("2026-10-25T01:00"),
        berlin("2026-10-25T04:00"));
  }

  @Test
  void anotherZoneHasAnotherClock() {
    isOpenFromTo(
        of(window(ALWAYS, "02:00", Duration.ofHours(1), ZoneId.of("Asia/Tokyo"), false)),
        Instant.parse("2026-11-05T17:00:00Z"),
        Instant.parse("2026-11-05T18:00:00Z"));
  }

  @Test
  void whatIsDeniedIsShutWhateverAllowsIt() {
    var windows =
        of(
            allow(ALWAYS, "00:00", Duration.ofHours(24)),
            deny(Set.of(SATURDAY, SUNDAY), "00:00", Duration.ofHours(24)));

    assertThat(windows.isOpen("w", berlin("2026-11-07T12:00"))).isFalse();
    assertThat(windows.opensNext("w", berlin("2026-11-07T12:00")))
        .isEqualTo(berlin("2026-11-09T00:00"));
  }

  @Test
  void whereNothingIsAllowedByNameAllIsThatIsNotDenied() {
    var windows = of(deny(ALWAYS, "08:00", Duration.ofHours(10)));

    isOpenFromTo(windows, berlin("2026-11-07T18:00"), berlin("2026-11-08T08:00"));
  }

  @Test
  void whatIsAlwaysDeniedNeverOpens() {
    var windows =
        of(
            allow(ALWAYS, "02:00", Duration.ofHours(3)),
            deny(ALWAYS, "00:00", Duration.ofHours(25)));

    assertThat(windows.opensNext("w", berlin("2026-11-07T12:00"))).isNull();
  }

  @Test
  void whatLastsLongerThanUntilItBeginsAgainNeverShuts() {
    var windows = of(allow(Set.of(FRIDAY), "02:00", Duration.ofDays(999_999)));

    assertThat(windows.isOpen("w", berlin("2026-11-05T12:00"))).isTrue();
    assertThat(windows.isOpen("w", berlin("2026-11-06T01:59"))).isTrue();
  }

  @Test
  void aNameThatThereIsNotIsNeitherOpenNorShut() {
    var windows = of(allow(ALWAYS, "02:00", Duration.ofHours(3)));

    assertThat(windows.has("x")).isFalse();
    assertThatThrownBy(() -> windows.isOpen("x", Instant.EPOCH))
        .hasMessage("there is no window 'x'");
  }
}
