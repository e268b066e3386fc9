package io.atomic.reconcile.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomic.reconcile.notify.Delivery.Round;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rounds are made when there is something to deliver, or to try again, and not otherwise. */
@Timeout(60)
class PostmanTest {
  private final AtomicInteger rounds = new AtomicInteger();
  private final Queue<RuntimeException> bugs = new ConcurrentLinkedQueue<>();

  private static Round round(boolean again) {
    return new Round(0, 0, 0, List.of(), again ? Instant.now() : null);
  }

  @Test
  void whatAnEarlierProcessLeftIsDeliveredAndThenWhatIsNew() throws Exception {
    try (var postman =
        Postman.start(
            _ -> {
              rounds.incrementAndGet();
              return round(false);
            },
            bugs::add,
            Clock.systemUTC())) {
      await().untilAsserted(() -> assertThat(rounds).hasValue(1));
      postman.comes();
      await().untilAsserted(() -> assertThat(rounds).hasValue(2));
    }
    assertThat(rounds).hasValue(2);
  }

  @Test
  void whatNobodyTookIsTriedAgain() throws Exception {
    try (var _ =
        Postman.start(_ -> round(rounds.incrementAndGet() < 3), bugs::add, Clock.systemUTC())) {
      await().untilAsserted(() -> assertThat(rounds).hasValue(3));
    }
  }

  @Test
  void aRoundThatABugBreaksOffIsNotTheLast() {
    try (var postman =
        Postman.start(
            _ -> {
              if (rounds.incrementAndGet() == 1) {
                throw new IllegalStateException("what nobody had thought of");
              }
              return round(false);
            },
            bugs::add,
            Clock.systemUTC())) {
      await().untilAsserted(() -> assertThat(bugs).hasSize(1));
      postman.comes();
      await().untilAsserted(() -> assertThat(rounds).hasValue(2));
    }
    assertThat(bugs)
        .singleElement()
        .hasToString("java.lang.IllegalStateException: what nobody had thought of");
  }

  @Test
  void whoEndsDoesNotWaitForAReceiverThatHangs() throws Exception {
    var hanging = new CountDownLatch(1);
    var postman =
        Postman.start(
            _ -> {
              hanging.countDown();
              new CountDownLatch(1).await();
              return round(false);
            },
            bugs::add,
            Clock.systemUTC());
    hanging.await();
    postman.close();
  }
}
