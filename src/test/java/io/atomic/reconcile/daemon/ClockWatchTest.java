package io.atomic.reconcile.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** A clock that is set back is noticed; one that goes on is not. */
class ClockWatchTest {
  private final FakeTicker ticker = new FakeTicker();
  private Instant wall = Instant.parse("2030-01-01T00:00:00Z");
  private final ClockWatch watch =
      new ClockWatch(
          new Clock() {
            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return wall;
            }
          },
          ticker);

  @Test
  void timeThatPassesIsNoJump() {
    passes(Duration.ofSeconds(5), Duration.ofSeconds(5));
    assertThat(watch.setBack()).isZero();
    passes(Duration.ofSeconds(5), Duration.ofMillis(4990));
    assertThat(watch.setBack()).as("slewed").isZero();
  }

  @Test
  void aClockThatWasWrongForYearsAndIsSetRightIsNoticedOnce() {
    passes(Duration.ofSeconds(5), Duration.ofDays(-1000));
    assertThat(watch.setBack()).isEqualTo(Duration.ofDays(1000).plusSeconds(5));
    passes(Duration.ofSeconds(5), Duration.ofSeconds(5));
    assertThat(watch.setBack()).isZero();
  }

  @Test
  void forwardAndOverASuspendTheScheduleFindsItsWayByItself() {
    passes(Duration.ofSeconds(5), Duration.ofHours(8));
    assertThat(watch.setBack()).isZero();
  }

  private void passes(Duration elapsed, Duration shown) {
    ticker.passes(elapsed);
    wall = wall.plus(shown);
  }
}
