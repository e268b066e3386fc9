package io.atomic.reconcile.daemon;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Schedule;
import io.atomic.reconcile.model.Schedule.Rhythm;
import io.atomic.reconcile.model.Schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When it is time, by the real Quartz. */
@Timeout(60)
class QuartzTimerTest {
  private static final Duration NEVER = Duration.ofDays(1);

  private final Agenda agenda = new Agenda(System::nanoTime);
  private final FakeChronicle chronicle = new FakeChronicle();
  @AutoClose private final QuartzTimer timer = new QuartzTimer(agenda, new Random(6), chronicle);

  @Test
  void aCronExpressionComesAtItsTimesByItsOwnClock() {
    var zone = ZoneId.of("Asia/Kathmandu");
    timer.schedule(general(new Schedule(new Rhythm.Cron("0 15 3 * * ?"), NEVER, zone)));

    var next = requireNonNull(timer.next()).atZone(zone);
    assertThat(next.toLocalTime()).hasToString("03:15");
    assertThat(Duration.between(Instant.now(), next.toInstant())).isBetween(Duration.ZERO, NEVER);
  }

  @Test
  void eachTimeIsOneWish() throws Exception {
    timer.start();
    timer.schedule(general(new Schedule(new Rhythm.Cron("* * * * * ?"), Duration.ZERO, null)));

    var order = requireNonNull(agenda.take());

    assertThat(order.scope()).isEqualTo(Scope.GENERAL);
    assertThat(order.text()).isEqualTo("everything: schedule");
  }

  @Test
  void anAppWithAScheduleOfItsOwnComesByThat() throws Exception {
    timer.start();
    timer.schedule(
        new Schedules(
            new Schedule(new Rhythm.Every(NEVER), Duration.ZERO, null),
            new TreeMap<>(
                Map.of(
                    "batch", new Schedule(new Rhythm.Cron("* * * * * ?"), Duration.ZERO, null)))));

    assertThat(requireNonNull(agenda.take()).scope()).isEqualTo(Scope.of(Set.of("batch")));
  }

  @Test
  void jitterPutsItOffByAtMostSoMuch() throws Exception {
    timer.start();
    timer.schedule(general(new Schedule(new Rhythm.Cron("* * * * * ?"), Duration.ofDays(9), null)));
    timer.alsoAt(Instant.now().plusSeconds(3), Cause.of(Cause.Kind.WINDOW, "it opens"));

    assertThat(requireNonNull(agenda.take()).text())
        .as("the schedule has come three times by now, and each was put off by days")
        .isEqualTo("everything: it opens");
  }

  @Test
  void aTimeThatHasPassedIsMadeUpOnceAndNotForEachThatWasMissed() throws Exception {
    timer.start();
    timer.alsoAt(
        Instant.now().minus(Duration.ofHours(3)), Cause.of(Cause.Kind.WINDOW, "it opened"));

    assertThat(requireNonNull(agenda.take()).text()).isEqualTo("everything: it opened");
    assertThat(agenda.poll()).isNull();
    assertThat(timer.next()).isNull();
  }

  @Test
  void anotherScheduleTakesThePlaceOfTheFormer() {
    timer.schedule(general(new Schedule(new Rhythm.Every(NEVER), Duration.ZERO, null)));
    var former = requireNonNull(timer.next());
    timer.schedule(
        general(new Schedule(new Rhythm.Every(Duration.ofHours(1)), Duration.ZERO, null)));

    assertThat(timer.next()).isBefore(former.minus(Duration.ofHours(22)));
  }

  @Test
  void whatIsOverByNowIsSaidAndTheOthersGoOn() throws Exception {
    timer.start();
    timer.schedule(
        new Schedules(
            new Schedule(new Rhythm.Cron("* * * * * ?"), Duration.ZERO, null),
            new TreeMap<>(
                Map.of(
                    "batch",
                    new Schedule(new Rhythm.Cron("0 0 0 1 1 ? 2020"), Duration.ZERO, null)))));

    assertThat(chronicle.lines()).containsExactly("warning: 'app-batch' never comes again");
    assertThat(requireNonNull(agenda.take()).scope()).isEqualTo(Scope.GENERAL);
  }

  private static Schedules general(Schedule schedule) {
    return new Schedules(schedule, new TreeMap<>());
  }
}
