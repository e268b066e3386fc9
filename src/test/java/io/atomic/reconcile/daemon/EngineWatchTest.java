package io.atomic.reconcile.daemon;

import static io.atomic.reconcile.daemon.ScopeTest.declared;
import static io.atomic.reconcile.daemon.ScopeTest.recorded;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomic.reconcile.cycle.EngineEvents.Event;
import io.atomic.reconcile.cycle.EngineEvents.Happening;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the daemon makes of an engine that comes and goes, and of what it tells. */
@Timeout(60)
class EngineWatchTest {
  private static final Known APPS = new Known(declared("db", "web"), recorded("db", "web"));
  private static final Known NO_APPS = new Known(declared(), recorded());

  private final FakeTicker ticker = new FakeTicker();
  private final Agenda agenda = new Agenda(ticker);
  private final Backoff backoff = new Backoff(ticker, new Random(6));
  private final FakeChronicle chronicle = new FakeChronicle();
  private final FakeEngineEvents engine = new FakeEngineEvents();
  private final EngineWatch watch = new EngineWatch(engine, agenda, backoff, chronicle);
  private final Thread follower = Thread.ofPlatform().daemon().unstarted(this::follow);

  @AfterEach
  void end() throws InterruptedException {
    follower.interrupt();
    follower.join();
  }

  private void follows(Known known) {
    watch.knows(known);
    follower.start();
  }

  private void follow() {
    try {
      watch.follow();
    } catch (InterruptedException _) {
      // The test is over.
    }
  }

  @Test
  void aHostWithoutAppsNeedsNoEngine() throws Exception {
    follows(NO_APPS);
    assertThat(watch.awaitFirstTry(Duration.ofSeconds(30))).isTrue();
    assertThat(engine.tries()).isZero();
    assertThat(watch.absence()).isNull();

    engine.stays();
    watch.knows(APPS);
    eventually(() -> engine.tries() == 1);
  }

  @Test
  void nothingHappensBetweenTheLastLookAndTheFirstEvent() throws Exception {
    follows(APPS);
    engine.stays();
    assertThat(watch.awaitFirstTry(Duration.ofSeconds(30))).isTrue();

    ticker.passes(Duration.ofMillis(700));
    var order = requireNonNull(agenda.poll());
    assertThat(order.text()).isEqualTo("everything: the engine is followed");
    assertThat(order.isOnlyAHint()).as("a look will tell").isTrue();
    assertThat(chronicle.lines()).isEmpty();
  }

  @Test
  void anEngineThatIsNotThereIsSaidOnceAndTriedUntilItIs() throws Exception {
    follows(APPS);
    engine.refuses("tried to follow it, but nobody listens");
    assertThat(watch.awaitFirstTry(Duration.ofSeconds(30))).isTrue();
    eventually(() -> watch.absence() != null);
    assertThat(watch.absence()).isEqualTo("tried to follow it, but nobody listens");

    engine.refuses("tried to follow it, but it may not be read");
    eventually(() -> "tried to follow it, but it may not be read".equals(watch.absence()));

    engine.stays();
    eventually(() -> watch.absence() == null);
    eventually(() -> chronicle.lines().size() == 2);
    assertThat(chronicle.lines())
        .containsExactly(
            "warning: the container engine cannot be followed: tried to follow it, but nobody listens",
            "the container engine answers again");
    eventuallyOrders("everything: the engine answers again");
  }

  @Test
  void whatHappenedWhileTheEngineWasAwayIsLookedForOnceItIsBack() {
    follows(APPS);
    engine.hangsUp();
    eventually(() -> "it has hung up".equals(watch.absence()));
    ticker.passes(Duration.ofSeconds(1));
    agenda.poll();

    engine.stays();

    var order = eventuallyOrders("everything: the engine answers again");
    assertThat(order.isOnlyAHint()).as("anything may have happened").isFalse();
    assertThat(watch.absence()).isNull();
  }

  @Test
  void anEngineThatStaysAwayIsALookForThoseOutsideAndThatOnce() {
    follows(APPS);
    engine.refuses("tried to follow it, but nobody listens");
    eventually(() -> watch.absence() != null);
    ticker.passes(Duration.ofMillis(4900));
    assertThat(agenda.poll()).as("it may only start anew").isNull();
    ticker.passes(Duration.ofMillis(100));
    var order = requireNonNull(agenda.poll());
    assertThat(order.text()).isEqualTo("everything: the engine cannot be followed");
    assertThat(order.isOnlyAHint()).as("there is nothing that a run could do").isTrue();

    engine.refuses("tried to follow it, but it may not be read");
    eventually(() -> "tried to follow it, but it may not be read".equals(watch.absence()));
    ticker.passes(Duration.ofHours(1));
    assertThat(agenda.poll()).as("it is the same loss").isNull();
  }

  @Test
  void anEngineThatOnlyStartsAnewIsNobodysConcernOutside() {
    follows(APPS);
    engine.hangsUp();
    eventually(() -> watch.absence() != null);
    engine.stays();
    eventuallyOrders("everything: the engine answers again");

    ticker.passes(Duration.ofHours(1));
    assertThat(requireNonNull(agenda.poll()).text())
        .isEqualTo("everything: the engine is followed");
    assertThat(agenda.poll()).isNull();
  }

  @Test
  void anEngineThatNobodyNeedsAnyMoreIsNotMissed() {
    follows(APPS);
    engine.refuses("tried to follow it, but nobody listens");
    eventually(() -> watch.absence() != null);

    watch.knows(NO_APPS);
    eventually(() -> watch.absence() == null);
  }

  @Test
  void aBurstIsOneOrderThatDoesNotWaitForItsEnd() {
    watch.knows(APPS);
    for (var times = 0; times < 59; times++) {
      happens(Happening.DIED, times % 2 == 0 ? "db" : "web");
      ticker.passes(Duration.ofMillis(10));
      assertThat(agenda.poll()).as("it goes on").isNull();
    }
    happens(Happening.DIED, "web");
    ticker.passes(Duration.ofMillis(10));

    var order = requireNonNull(agenda.poll());
    assertThat(order.scope()).isEqualTo(Scope.of(Set.of("db", "web")));
    assertThat(order.text()).isEqualTo("db, web: db died; web died");
    ticker.passes(Duration.ofHours(1));
    assertThat(agenda.poll()).isNull();
  }

  @Test
  void whatStopsAnAppIsALossAndWhatMayConcernItIsNot() {
    watch.knows(APPS);

    assertThat(Stream.of(Happening.values()).filter(this::isALoss))
        .containsExactly(Happening.DIED, Happening.REMOVED, Happening.PAUSED, Happening.RENAMED);
  }

  private boolean isALoss(Happening happening) {
    happens(happening, happening == Happening.TAGGED ? "localhost/web:1" : "web");
    ticker.passes(Duration.ofSeconds(1));
    return requireNonNull(agenda.poll()).isAbout(Cause.Kind.LOSS);
  }

  @Test
  void whoIsLeftAloneIsNotForgotten() {
    watch.knows(APPS);
    backoff.failed("web");
    happens(Happening.DIED, "web");
    happens(Happening.DIED, "db");
    ticker.passes(Duration.ofSeconds(1));
    assertThat(requireNonNull(agenda.poll()).scope()).isEqualTo(Scope.of(Set.of("db")));

    ticker.passes(Duration.ofSeconds(12));
    assertThat(requireNonNull(agenda.poll()).text()).isEqualTo("web: web died");
  }

  @Test
  void whatIsNobodysBusinessIsNoOrder() {
    watch.knows(APPS);
    happens(Happening.DIED, "somebody-elses");
    ticker.passes(Duration.ofHours(1));

    assertThat(agenda.poll()).isNull();
  }

  private void happens(Happening happening, String name) {
    watch.happened(new Event(happening, "c1", new TreeSet<>(List.of(name)), null));
  }

  private Order eventuallyOrders(String text) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(agenda::poll, order -> order != null && order.text().equals(text));
  }

  private static void eventually(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10)).until(condition);
  }
}
