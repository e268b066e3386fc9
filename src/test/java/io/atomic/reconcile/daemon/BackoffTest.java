package io.atomic.reconcile.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How long something that fails is left alone. */
class BackoffTest {
  private final FakeTicker ticker = new FakeTicker();
  private final Backoff backoff = new Backoff(ticker, new Random(6));

  @Test
  void eachFailureDoublesTheTimeUpToAQuarterOfAnHour() {
    var delays = new ArrayList<Duration>();
    for (var failure = 0; failure < 12; failure++) {
      delays.add(backoff.failed("web"));
    }

    assertThat(delays.getFirst()).isBetween(Backoff.FIRST, Duration.ofSeconds(12));
    assertThat(delays.get(3)).isBetween(Duration.ofSeconds(64), Duration.ofSeconds(96));
    assertThat(delays)
        .allSatisfy(delay -> assertThat(delay).isBetween(Backoff.FIRST, Backoff.LONGEST));
    assertThat(delays.getLast()).isGreaterThan(Duration.ofMinutes(11));
  }

  @Test
  void hostsDoNotMarchInStep() {
    var delays = new ArrayList<Duration>();
    for (var host = 0; host < 20; host++) {
      var other = new Backoff(ticker, new Random(host));
      other.failed("web");
      delays.add(other.failed("web"));
    }

    assertThat(delays).doesNotHaveDuplicates();
  }

  @Test
  void aChangedManifestOrASuccessStartsAnew() {
    backoff.failed("web");
    backoff.failed("web");
    backoff.reset("web");
    assertThat(backoff.remaining("web")).isZero();
    assertThat(backoff.failed("web")).isLessThan(Duration.ofSeconds(13));

    backoff.failed("web");
    backoff.succeeded("web");
    assertThat(backoff.remaining("web")).isZero();
  }

  @Test
  void oneAppIsNoneOfAnothersBusiness() {
    backoff.failed("web");

    assertThat(backoff.remaining("web")).isGreaterThanOrEqualTo(Backoff.FIRST);
    assertThat(backoff.remaining("db")).isZero();
  }

  @Test
  void whatDiesAgainAndAgainIsPutRightMoreAndMoreSlowly() {
    var remaining = new ArrayList<Duration>();
    for (var death = 0; death < 5; death++) {
      backoff.corrected("web");
      remaining.add(backoff.remaining("web"));
    }

    assertThat(remaining.subList(0, 2)).isEqualTo(List.of(Duration.ZERO, Duration.ZERO));
    assertThat(remaining.get(2)).isGreaterThanOrEqualTo(Backoff.FIRST);
    assertThat(remaining.get(4)).isGreaterThan(Duration.ofSeconds(30));

    ticker.passes(Backoff.LONGEST.multipliedBy(3));
    backoff.corrected("web");
    assertThat(backoff.remaining("web")).as("long ago").isZero();
  }
}
