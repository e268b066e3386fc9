package io.atomic.reconcile.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.plan.Action;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Step;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a run comes to its end before its time. The thread of the test is the one that runs. */
@Timeout(60)
class StoppingTest {
  private static final Step UNINSTALL = HeartbeatTest.lasting("web", Duration.ofMinutes(10));
  private static final Step START = step(new AppAction.Start("db", "c1"), Step.Phase.CONVERGE);
  private static final Step CHECK =
      step(new AppAction.CheckHealth("web", Health.DEFAULT, null), Step.Phase.CONVERGE);
  private static final Step FETCH =
      step(
          new AppAction.Fetch(
              "web", null, ScopeTest.app("web", "localhost/web:1"), List.of(), null),
          Step.Phase.FETCH);

  private final Stopping stopping = new Stopping(Thread.currentThread(), Duration.ofDays(1));

  @AfterEach
  void forgetInterrupt() {
    var _ = Thread.interrupted();
  }

  @Test
  void whereNothingIsUnderWayTheEndComesAtOnce() {
    assertThat(stopping.isEnding()).isFalse();
    stopping.end();

    assertThat(stopping.isEnding()).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aStepThatChangesSomethingGoesToItsEnd() {
    stopping.began(UNINSTALL);
    stopping.end();
    assertThat(stopping.isEnding()).as("no other begins").isTrue();
    assertThat(Thread.interrupted()).isFalse();

    stopping.ended(UNINSTALL);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void allThatChangeSomethingGoToTheirEnd() {
    stopping.began(UNINSTALL);
    stopping.began(START);
    stopping.end();
    stopping.ended(UNINSTALL);
    assertThat(Thread.interrupted()).isFalse();

    stopping.ended(START);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whatOnlyFetchesOrWatchesIsCutShort() {
    stopping.began(FETCH);
    stopping.began(CHECK);
    stopping.end();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whatHasEndedBeforeHoldsUpNothing() {
    stopping.began(START);
    stopping.ended(START);
    assertThat(Thread.interrupted()).as("nobody wants an end").isFalse();

    stopping.end();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whoIsToldTwiceEndsOnce() {
    stopping.end();
    assertThat(Thread.interrupted()).isTrue();

    stopping.end();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void patienceComesToAnEnd() throws Exception {
    var interrupted = new CountDownLatch(1);
    var worker =
        Thread.ofVirtual()
            .start(() -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException _) {
                interrupted.countDown();
              }
            });
    var impatient = new Stopping(worker, Duration.ofMillis(20));
    impatient.began(UNINSTALL);
    impatient.end();

    interrupted.await();
    assertThat(worker.join(Duration.ofSeconds(30))).isTrue();
  }

  private static Step step(Action action, Step.Phase phase) {
    return new Step(
        action.resource().name() + "/" + action.word(),
        action,
        "a test",
        phase,
        Collections.emptySortedSet(),
        false);
  }
}
