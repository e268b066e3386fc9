package io.atomic.reconcile.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Claims;
import io.atomic.reconcile.plan.PlannedCommand;
import io.atomic.reconcile.plan.Step;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the watchdog takes for progress. */
class HeartbeatTest {
  private final FakeTicker ticker = new FakeTicker();
  private final Agenda agenda = new Agenda(ticker);
  private final Heartbeat heartbeat = new Heartbeat(ticker, agenda);

  @Test
  void aScheduleThatGoesOnIsProgress() {
    for (var beat = 0; beat < 1000; beat++) {
      passes(Heartbeat.PULSE);
      assertThat(heartbeat.ailment()).isNull();
    }
  }

  @Test
  void aScheduleThatStandsStillIsNone() {
    ticker.passes(Duration.ofSeconds(75));

    assertThat(heartbeat.ailment()).isEqualTo("the schedule has stood still for 1m15s");
  }

  @Test
  void aLongPullIsProgressAndARunThatHangsIsNone() {
    heartbeat.begins(Duration.ofMinutes(20));
    passes(Duration.ofMinutes(30));
    assertThat(heartbeat.ailment()).as("a pull may take that long").isNull();
    heartbeat.said();
    passes(Duration.ofMinutes(30));
    assertThat(heartbeat.ailment()).isNull();
    passes(Duration.ofMinutes(6));
    assertThat(heartbeat.ailment()).isEqualTo("a run has not got on for 36m");
    heartbeat.ends();
    assertThat(heartbeat.ailment()).isNull();
  }

  @Test
  void whatIsDueAndNotBegunIsNone() {
    agenda.add(Scope.EVERYTHING, Cause.of(Cause.Kind.SCHEDULE, "schedule"));
    passes(Duration.ofSeconds(30));
    assertThat(heartbeat.ailment()).isNull();
    passes(Duration.ofMinutes(1));
    assertThat(heartbeat.ailment()).isEqualTo("a run is overdue by 1m30s");
  }

  @Test
  void aStepMayTakeAsLongAsItsDeadlineSaysAndNoLonger() {
    heartbeat.begins(Duration.ofHours(1));
    heartbeat.began(lasting("web", Duration.ofHours(5)));
    passes(Duration.ofHours(5).plusMinutes(14));
    assertThat(heartbeat.ailment()).as("what follows its command takes time as well").isNull();
    passes(Duration.ofMinutes(2));
    assertThat(heartbeat.ailment()).isEqualTo("a run has not got on for 5h16m");
  }

  @Test
  void aStepThatHasEndedExcusesNothing() {
    heartbeat.begins(Duration.ofHours(1));
    var long_ = lasting("web", Duration.ofHours(5));
    var short_ = lasting("db", Duration.ofMinutes(2));
    heartbeat.began(long_);
    heartbeat.began(short_);
    heartbeat.ended(short_);
    passes(Duration.ofHours(4));
    assertThat(heartbeat.ailment()).as("the other one is under way").isNull();
    heartbeat.ended(long_);
    passes(Duration.ofMinutes(76));
    assertThat(heartbeat.ailment()).isEqualTo("a run has not got on for 1h16m");
  }

  @Test
  void aStepThatWasCutOffExcusesNothingInTheNextRun() {
    heartbeat.begins(Duration.ofHours(1));
    heartbeat.began(lasting("web", Duration.ofHours(5)));
    heartbeat.ends();
    heartbeat.begins(Duration.ofHours(1));
    passes(Duration.ofHours(2));
    assertThat(heartbeat.ailment()).isEqualTo("a run has not got on for 2h");
  }

  /** A step whose command has that long. */
  static Step lasting(String app, Duration timeout) {
    var command =
        new PlannedCommand.Known(
            List.of("docker", "run", "--rm", "image"),
            Collections.emptySortedMap(),
            timeout,
            null,
            List.of(),
            false,
            new Claims(
                "label UNINSTALL",
                Collections.emptySortedSet(),
                List.of(),
                Collections.emptySortedSet(),
                List.of(),
                List.of()));
    return new Step(
        app + "/uninstall",
        new AppAction.Uninstall(app, command),
        "a test",
        Step.Phase.REMOVE,
        Collections.emptySortedSet(),
        false);
  }

  private void passes(Duration time) {
    ticker.passes(time);
    heartbeat.beat();
  }
}
