package io.atomic.reconcile.cycle;

import static io.atomic.reconcile.cycle.FakeProbes.said;
import static io.atomic.reconcile.cycle.FakeProbes.silent;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.cycle.HealthCheck.Verdict;
import io.atomic.reconcile.cycle.HealthCheck.Verdict.Healthy;
import io.atomic.reconcile.cycle.HealthCheck.Verdict.Unhealthy;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.HealthDefaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
  private static final String URL = "http://127.0.0.1:8080/";
  private static final Health NOTHING = Health.DEFAULT;
  private static final Health HTTP = health(null, new Health.Http(URL, 200), null, List.of(), null);
  private static final Health TCP = health(null, null, "127.0.0.1:80", List.of(), null);
  private static final Health EXEC = health(null, null, null, List.of("/bin/check", "-q"), null);
  private static final Health UNIT = health(null, null, null, List.of(), "web.service");

  private final FakeTime time = new FakeTime();
  private final FakeContainer container = new FakeContainer(time);
  private final FakeProbes probes = new FakeProbes(time);
  private final List<String> told = new ArrayList<>();

  private static Health health(
      @Nullable Duration running,
      Health.@Nullable Http http,
      @Nullable String tcp,
      List<String> exec,
      @Nullable String unit) {
    return new Health(running, http, tcp, exec, unit, null, null);
  }

  private static Health within(
      Health health, @Nullable Duration timeout, @Nullable Duration interval) {
    return new Health(
        health.running(),
        health.http(),
        health.tcp(),
        health.exec(),
        health.unit(),
        timeout,
        interval);
  }

  private Verdict watch(Health health) throws Exception {
    return watch(FakeContainer.ID, health);
  }

  private Verdict watch(@Nullable String containerId, Health health) throws Exception {
    return new HealthCheck(container, probes, HealthDefaults.STANDARD, time)
        .watch(containerId, health, List.of(), told::add);
  }

  private void isHealthyAfter(Duration after, Verdict verdict, String note) {
    assertThat(verdict).isEqualTo(new Healthy(note));
    assertThat(time.passed()).isEqualTo(after);
  }

  private void failsBetween(Duration from, Duration to, Verdict verdict, String reason) {
    assertThat(verdict).isEqualTo(new Unhealthy(reason, output()));
    assertThat(time.passed()).isBetween(from, to);
  }

  private void timesOut(Duration after, Verdict verdict, String within, String reason) {
    assertThat(verdict)
        .isEqualTo(
            new Unhealthy("it was not healthy within %s: %s".formatted(within, reason), output()));
    assertThat(time.passed()).isEqualTo(after);
  }

  private String output() {
    return String.join("\n", container.log);
  }

  @Nested
  class OfAContainer {
    @Test
    void thatStaysUpForTenSecondsItIsHealthy() throws Exception {
      isHealthyAfter(ofSeconds(10), watch(NOTHING), "up for 10s");
    }

    @Test
    void thatHasBeenUpForLongItIsHealthyAtOnce() throws Exception {
      container.startedBefore(ofHours(1));

      isHealthyAfter(ZERO, watch(NOTHING), "up for 10s");
    }

    @Test
    void theManifestSaysHowLongItMustStayUp() throws Exception {
      var health = health(ofSeconds(45), null, null, List.of(), null);

      isHealthyAfter(ofSeconds(45), watch(health), "up for 45s");
    }

    @Test
    void thatEndsAtOnceItFailsAtOnceWithExitCodeAndTheEndOfItsLog() throws Exception {
      container.ends(ofMillis(300), 5);
      container.log.addAll(List.of("reading /etc/web.conf", "no such file"));

      failsBetween(
          ofMillis(300), ofMillis(500), watch(NOTHING), "its container ended with exit code 5");
    }

    @Test
    void thatEndsWithoutAnErrorItFailsAllTheSame() throws Exception {
      container.ends(ofSeconds(1), 0);

      failsBetween(
          ofSeconds(1), ofSeconds(2), watch(NOTHING), "its container ended with exit code 0");
    }

    @Test
    void thatEndsAfterFiveSecondsItIsCaught() throws Exception {
      container.ends(ofSeconds(5), 137);

      failsBetween(
          ofSeconds(5), ofMillis(5500), watch(NOTHING), "its container ended with exit code 137");
    }

    @Test
    void thatRemovesItselfItFails() throws Exception {
      container.isGone(ofSeconds(3));

      failsBetween(ofSeconds(3), ofMillis(3500), watch(NOTHING), "its container is gone");
    }

    @Test
    void thatRestartsOnceTheTimeCountsAnew() throws Exception {
      container.waitsForRestart(ofSeconds(4), 1, 1).runsAgain(ofMillis(4200), 1);

      isHealthyAfter(ofMillis(14200), watch(NOTHING), "up for 10s");
    }

    @Test
    void thatRestartsTwiceItFailsAtOnce() throws Exception {
      container.waitsForRestart(ofSeconds(1), 3, 1).runsAgain(ofMillis(1100), 1);
      container.waitsForRestart(ofSeconds(3), 3, 2).runsAgain(ofMillis(3200), 2);

      failsBetween(
          ofSeconds(3),
          ofMillis(3500),
          watch(NOTHING),
          "its container ends and is started again, over and over; the last exit code was 3");
    }

    @Test
    void thatRestartsTwiceBetweenTwoLooksItFailsAllTheSame() throws Exception {
      container.runsAgain(ofMillis(1100), 1).runsAgain(ofMillis(1200), 2);

      failsBetween(
          ofMillis(1500),
          ofMillis(1500),
          watch(NOTHING),
          "its container ends and is started again, over and over");
    }

    @Test
    void thatTheEngineWaitsToStartAgainItFailsSoon() throws Exception {
      container.waitsForRestart(ZERO, 2, 17);

      failsBetween(
          ofSeconds(2),
          ofSeconds(2),
          watch(NOTHING),
          "its container ends and is started again, over and over; the last exit code was 2");
    }

    @Test
    void thatRestartsTooLateItFailsBeforeItsTimeIsOver() throws Exception {
      probes.http.from(ZERO, said("503"));
      container.waitsForRestart(ofSeconds(114), 9, 1).runsAgain(ofSeconds(115), 1);

      failsBetween(
          ofSeconds(116),
          ofSeconds(118),
          watch(HTTP),
          "its container was started too late to be up for 10s in time; the last exit code was 9");
    }

    @Test
    void thatIsPausedSomebodyMayStillUnpause() throws Exception {
      container.is(ZERO, Status.PAUSED).is(ofSeconds(20), Status.RUNNING);

      isHealthyAfter(ofSeconds(20), watch(NOTHING), "up for 10s");
      assertThat(told).containsExactly("its container is paused");
    }

    @Test
    void thatIsNeverStartedItTimesOut() throws Exception {
      container.is(ZERO, Status.CREATED);

      timesOut(ofMinutes(2), watch(NOTHING), "2m", "its container has not been started");
    }

    @Test
    void aTimeoutThatIsShorterThanTheTimeItMustBeUpFailsNothing() throws Exception {
      isHealthyAfter(ofSeconds(10), watch(within(NOTHING, ofSeconds(5), null)), "up for 10s");
    }

    @Test
    void somebodyWhoSetsTheClockMakesItNoOlder() throws Exception {
      time.isSetForward(ofSeconds(3), ofDays(365));

      isHealthyAfter(ofSeconds(10), watch(NOTHING), "up for 10s");
    }

    @Test
    void thatHasBeenUpForLongWhenItsTimeIsOverItWasNotStartedTooLate() throws Exception {
      container.lookTakes = ofMillis(7);
      probes.http.from(ZERO, said("500"));

      assertThat(watch(HTTP))
          .isEqualTo(
              new Unhealthy(
                  "it was not healthy within 2m: http " + URL + " answered 500, not 200", ""));
      assertThat(time.passed()).isBetween(ofMinutes(2), ofSeconds(121));
    }

    @Test
    void itIsHealthyAtOnceIfItNeedNotHaveBeenUp() throws Exception {
      isHealthyAfter(ZERO, watch(health(ZERO, null, null, List.of(), null)), "up");
    }
  }

  @Nested
  class OfAHealthcheck {
    @Test
    void itMustHavePassed() throws Exception {
      container.says(ZERO, Container.Health.STARTING);
      container.says(ofSeconds(30), Container.Health.HEALTHY);

      isHealthyAfter(ofSeconds(30), watch(NOTHING), "up for 10s, HEALTHCHECK");
      assertThat(told).containsExactly("its HEALTHCHECK has not passed");
    }

    @Test
    void thatFailsNothingIsWaitedFor() throws Exception {
      container.says(ZERO, Container.Health.STARTING);
      container.says(ofSeconds(5), Container.Health.UNHEALTHY);

      failsBetween(ofSeconds(5), ofMillis(5500), watch(NOTHING), "its HEALTHCHECK says unhealthy");
    }

    @Test
    void thatPassedAtFirstAndFailsAfterFiveSecondsItIsCaught() throws Exception {
      container.says(ofSeconds(1), Container.Health.HEALTHY);
      container.says(ofSeconds(5), Container.Health.UNHEALTHY);

      failsBetween(ofSeconds(5), ofMillis(5500), watch(NOTHING), "its HEALTHCHECK says unhealthy");
    }

    @Test
    void thatNeverPassesItTimesOut() throws Exception {
      container.says(ZERO, Container.Health.STARTING);

      timesOut(ofMinutes(2), watch(NOTHING), "2m", "its HEALTHCHECK has not passed");
    }

    @Test
    void thatAsksForItsTimeGetsIt() throws Exception {
      container.settles(ofMinutes(6)).says(ofMinutes(5), Container.Health.HEALTHY);

      isHealthyAfter(ofMinutes(5), watch(NOTHING), "up for 10s, HEALTHCHECK");
    }

    @Test
    void thatTakesHoursIsToldOfEveryFewMinutes() throws Exception {
      container.settles(ofHours(3)).says(ofHours(2), Container.Health.HEALTHY);

      watch(NOTHING);

      assertThat(told).hasSizeBetween(20, 30);
    }

    @Test
    void thatTheEngineDoesNotRunWeDoAsOftenAsItShould() throws Exception {
      container.hasUnattendedCheck(ofSeconds(5), 3);
      container.passes.from(ZERO, false);
      container.passes.from(ofSeconds(9), true);

      isHealthyAfter(ofSeconds(12), watch(NOTHING), "up for 10s, HEALTHCHECK");
      assertThat(container.healthcheckRuns).containsExactly(2L, 7L, 12L);
    }

    @Test
    void thatTheEngineDoesNotRunTheContainersOwnRetriesCount() throws Exception {
      container.hasUnattendedCheck(ofSeconds(5), 2);
      container.passes.from(ZERO, false);

      failsBetween(ofSeconds(7), ofMillis(7500), watch(NOTHING), "its HEALTHCHECK says unhealthy");
    }

    @Test
    void thatNobodyRanSinceThenIsRunOnceMore() throws Exception {
      container.hasUnattendedCheck(ofSeconds(30), 1).hasPassedBefore();
      container.passes.from(ZERO, false);

      failsBetween(ofSeconds(2), ofMillis(2500), watch(NOTHING), "its HEALTHCHECK says unhealthy");
    }

    @Test
    void thatNobodyRanSinceThenCountsOnlyOnceWeDid() throws Exception {
      container.hasUnattendedCheck(ofSeconds(30), 3).hasPassedBefore();

      isHealthyAfter(
          ofSeconds(2), watch(health(ZERO, null, null, List.of(), null)), "up, HEALTHCHECK");
      assertThat(container.healthcheckRuns).containsExactly(2L);
    }

    @Test
    void thatCannotBeRunHereItFailsAtOnce() throws Exception {
      container.hasUnattendedCheck(ofSeconds(30), 3);
      container.healthcheckProgram =
          new ProbeAnswer.Unable("tried to run 'podman', but it was not found");

      failsBetween(
          ofSeconds(2),
          ofMillis(2500),
          watch(NOTHING),
          "its HEALTHCHECK cannot be run: tried to run 'podman', but it was not found");
    }
  }

  @Nested
  class OfProbes {
    @Test
    void thatPassTheContainerMustBeUpAsWell() throws Exception {
      isHealthyAfter(ofSeconds(10), watch(HTTP), "up for 10s, http " + URL);
    }

    @Test
    void whenItsTimeIsOverTheLastAnswerIsTold() throws Exception {
      probes.http.from(ZERO, silent("nothing accepts connections"));
      probes.http.from(ofSeconds(8), said("500"));
      container.log.add("out of memory");

      timesOut(ofMinutes(2), watch(HTTP), "2m", "http " + URL + " answered 500, not 200");
      assertThat(told)
          .containsExactly(
              "its container has not been up for 10s, and http "
                  + URL
                  + " gave no answer: nothing accepts connections",
              "its container has not been up for 10s, and http " + URL + " answered 500, not 200",
              "http " + URL + " answered 500, not 200");
    }

    @Test
    void itIsHealthyAsSoonAsTheAnswerIsRight() throws Exception {
      probes.http.from(ZERO, said("503"));
      probes.http.from(ofSeconds(31), said("200"));

      isHealthyAfter(ofSeconds(32), watch(HTTP), "up for 10s, http " + URL);
    }

    @Test
    void theManifestSaysWhichAnswerIsRight() throws Exception {
      probes.http.from(ZERO, said("302"));
      var health = health(ZERO, new Health.Http(URL, 302), null, List.of(), null);

      isHealthyAfter(ZERO, watch(health), "up, http " + URL);
    }

    @Test
    void whatWasRightAtFirstMustBeRightInTheEnd() throws Exception {
      probes.http.from(ofSeconds(5), said("500"));

      timesOut(ofMinutes(2), watch(HTTP), "2m", "http " + URL + " answered 500, not 200");
    }

    @Test
    void theyAreAskedEveryIntervalAndNotMoreOften() throws Exception {
      probes.http.from(ZERO, said("500"));

      watch(within(HTTP, ofSeconds(60), ofSeconds(20)));

      assertThat(probes.asked)
          .containsExactly("0 s: http", "20 s: http", "40 s: http", "60 s: http");
    }

    @Test
    void theLastTimeTheyAreAskedIsWhenItsTimeIsOver() throws Exception {
      probes.http.from(ZERO, said("500"));
      probes.http.from(ofSeconds(55), said("200"));

      isHealthyAfter(
          ofSeconds(60),
          watch(within(HTTP, ofSeconds(60), ofSeconds(50))),
          "up for 10s, http " + URL);
    }

    @Test
    void whoeverAnsweredWellIsAskedAgainAsSoonAsTheRestIsWell() throws Exception {
      isHealthyAfter(
          ofSeconds(10), watch(within(HTTP, null, ofSeconds(50))), "up for 10s, http " + URL);
      assertThat(probes.asked).containsExactly("0 s: http", "10 s: http");
    }

    @Test
    void anEndIsSeenLongBeforeTheNextIntervalIsOver() throws Exception {
      container.ends(ofSeconds(12), 1);
      probes.http.from(ZERO, said("500"));

      failsBetween(
          ofSeconds(12),
          ofSeconds(14),
          watch(within(HTTP, null, ofMinutes(1))),
          "its container ended with exit code 1");
    }

    @Test
    void theContainerMustHaveStayedUpWhileTheyAnswered() throws Exception {
      container.startedBefore(ofHours(1)).ends(ofSeconds(2), 1);
      probes.httpTakes = ofSeconds(3);

      failsBetween(ofSeconds(3), ofSeconds(3), watch(HTTP), "its container ended with exit code 1");
    }

    @Test
    void aPortThatAcceptsConnectionsIsEnough() throws Exception {
      probes.tcp.from(ZERO, silent("Connection refused"));
      probes.tcp.from(ofSeconds(15), said(Probes.OPEN));

      isHealthyAfter(ofSeconds(16), watch(TCP), "up for 10s, tcp 127.0.0.1:80");
      assertThat(told).last().isEqualTo("tcp 127.0.0.1:80 gave no answer: Connection refused");
    }

    @Test
    void aCommandInsideMustEndWithZero() throws Exception {
      container.exec.from(ZERO, said("1"));

      timesOut(
          ofSeconds(30),
          watch(within(EXEC, ofSeconds(30), null)),
          "30s",
          "exec '/bin/check -q' ended with 1, not 0");
    }

    @Test
    void aCommandInsideThatEndsWithZeroIsEnough() throws Exception {
      isHealthyAfter(ofSeconds(10), watch(EXEC), "up for 10s, exec /bin/check -q");
    }

    @Test
    void aUnitThatHasFailedIsNotWaitedFor() throws Exception {
      probes.unit.from(ZERO, said("activating"));
      probes.unit.from(ofSeconds(3), said("failed"));

      failsBetween(ofSeconds(3), ofSeconds(5), watch(UNIT), "unit web.service has failed");
    }

    @Test
    void aUnitThatIsReloadedIsActive() throws Exception {
      probes.unit.from(ZERO, said("inactive"));
      probes.unit.from(ofSeconds(11), said("reloading"));

      isHealthyAfter(ofSeconds(12), watch(UNIT), "up for 10s, unit web.service");
      assertThat(told).last().isEqualTo("unit web.service is inactive");
    }

    @Test
    void whatCannotBeAskedOnThisHostIsNotWaitedFor() throws Exception {
      probes.unit.from(ZERO, new ProbeAnswer.Unable("this machine was not booted by systemd"));

      failsBetween(
          ZERO,
          ZERO,
          watch(UNIT),
          "unit web.service cannot be asked: this machine was not booted by systemd");
    }

    @Test
    void theCheapOnesAreAskedFirstAndTheOthersNotInVain() throws Exception {
      probes.tcp.from(ZERO, silent("Connection refused"));
      probes.tcp.from(ofSeconds(19), said(Probes.OPEN));
      var all =
          health(
              null,
              new Health.Http(URL, 200),
              "127.0.0.1:80",
              List.of("/bin/check"),
              "web.service");

      isHealthyAfter(
          ofSeconds(20),
          watch(all),
          "up for 10s, unit web.service, tcp 127.0.0.1:80, http " + URL + ", exec /bin/check");
      assertThat(probes.askedFor("http")).containsExactly("20 s: http");
    }
  }

  @Nested
  class WithoutAContainer {
    @Test
    void nothingTellsItsHealth() throws Exception {
      isHealthyAfter(ZERO, watch(null, NOTHING), "nothing tells its health");
    }

    @Test
    void onlyWhatCanBeAskedFromOutsideCounts() throws Exception {
      probes.unit.from(ofSeconds(0), said("activating"));
      probes.unit.from(ofSeconds(5), said("active"));
      var health = health(ofHours(1), null, null, List.of("/bin/check"), "web.service");

      isHealthyAfter(ofSeconds(6), watch(null, health), "unit web.service");
    }

    @Test
    void thereIsNoOutput() throws Exception {
      container.log.add("of another");
      probes.http.from(ZERO, said("500"));

      assertThat(watch(null, within(HTTP, ofSeconds(5), null)))
          .isEqualTo(
              new Unhealthy(
                  "it was not healthy within 5s: http " + URL + " answered 500, not 200", ""));
      assertThat(time.passed()).isEqualTo(ofSeconds(5));
    }
  }

  @Nested
  class WithAnEngine {
    private final EffectException down = new EffectException("tried to look, but it is down");

    @Test
    void thatStumblesTheAppHasItsTime() throws Exception {
      container.engineFails(ofSeconds(2), down).is(ofSeconds(40), Status.RUNNING);

      isHealthyAfter(ofSeconds(40), watch(NOTHING), "up for 10s");
      assertThat(told)
          .containsExactly(
              "its container has not been up for 10s", "tried to look, but it is down");
    }

    @Test
    void thatStaysDownNobodyCanTell() {
      container.engineFails(ZERO, down);

      assertThatThrownBy(() -> watch(NOTHING)).isSameAs(down);
      assertThat(time.passed()).isEqualTo(ofMinutes(2));
    }

    @Test
    void thatStaysDownIsNotAskedWithoutAPause() {
      container.engineFails(ZERO, down);

      assertThatThrownBy(() -> watch(HTTP)).isSameAs(down);
      assertThat(container.looks).isEqualTo(62);
    }

    @Test
    void thatWeMayNotAskNobodyCanTell() {
      var refusal = EffectException.notPermitted("tried to look, but may not", null, null);
      container.engineFails(ZERO, refusal);

      assertThatThrownBy(() -> watch(NOTHING)).isSameAs(refusal);
      assertThat(time.passed()).isZero();
    }

    @Test
    void thatCannotReadItsLogTheReasonIsToldAllTheSame() throws Exception {
      container.ends(ZERO, 1);
      container.isLogReadable = false;

      failsBetween(ZERO, ZERO, watch(NOTHING), "its container ended with exit code 1");
    }
  }

  @Test
  void anInterruptionEndsItAtOnce() {
    time.interruptsAt(ofSeconds(3));

    assertThatThrownBy(() -> watch(NOTHING)).isInstanceOf(InterruptedException.class);
    assertThat(container.looks).isEqualTo(7);
  }

  @Test
  void whatTheManifestDoesNotSayTheSettingsDo() throws Exception {
    var settings = new HealthDefaults(ofSeconds(3), ofSeconds(20), ofSeconds(7), ofSeconds(60));
    probes.http.from(ZERO, said("500"));

    var verdict =
        new HealthCheck(container, probes, settings, time)
            .watch(FakeContainer.ID, HTTP, List.of(), told::add);

    assertThat(verdict)
        .isEqualTo(
            new Unhealthy(
                "it was not healthy within 20s: http " + URL + " answered 500, not 200", ""));
    assertThat(probes.asked).containsExactly("0 s: http", "7 s: http", "14 s: http", "20 s: http");
  }

  @Test
  void secretsAreNotToBeSeenInTheOutput() throws Exception {
    container.ends(ZERO, 1);
    var secret = new EnvValue.FromFile("/etc/atomic/secrets/pw");

    new HealthCheck(container, probes, HealthDefaults.STANDARD, time)
        .watch(FakeContainer.ID, NOTHING, List.of(secret), told::add);

    assertThat(container.hidden).containsExactly(secret);
  }
}
