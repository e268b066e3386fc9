package io.atomic.reconcile.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the watchdog takes for progress. */
class VitalityTest {
  private final FakeTicker ticker = new FakeTicker();
  private final Agenda agenda = new Agenda(ticker);
  private final Vitality vitality = new Vitality(ticker, agenda);

  @Test
  void aScheduleThatGoesOnIsProgress() {
    for (var beat = 0; beat < 1000; beat++) {
      passes(Vitality.PULSE);
      assertThat(vitality.ailment()).isNull();
    }
  }

  @Test
  void aScheduleThatStandsStillIsNone() {
    ticker.passes(Duration.ofSeconds(75));

    assertThat(vitality.ailment()).isEqualTo("the schedule has stood still for 1m15s");
  }

  @Test
  void aLongPullIsProgressAndARunThatHangsIsNone() {
    vitality.begins(Duration.ofMinutes(35));
    passes(Duration.ofMinutes(30));
    assertThat(vitality.ailment()).as("a pull may take that long").isNull();
    vitality.said();
    passes(Duration.ofMinutes(30));
    assertThat(vitality.ailment()).isNull();
    passes(Duration.ofMinutes(6));
    assertThat(vitality.ailment()).isEqualTo("a run has not got on for 36m");
    vitality.ends();
    assertThat(vitality.ailment()).isNull();
  }

  @Test
  void whatIsDueAndNotBegunIsNone() {
    agenda.add(Scope.EVERYTHING, Cause.of(Cause.Kind.SCHEDULE, "schedule"));
    passes(Duration.ofSeconds(30));
    assertThat(vitality.ailment()).isNull();
    passes(Duration.ofMinutes(1));
    assertThat(vitality.ailment()).isEqualTo("a run is overdue by 1m30s");
  }

  private void passes(Duration time) {
    ticker.passes(time);
    vitality.beat();
  }
}
