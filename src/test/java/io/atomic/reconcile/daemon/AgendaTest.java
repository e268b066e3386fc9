package io.atomic.reconcile.daemon;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.daemon.Agenda.Patience;
import io.atomic.reconcile.daemon.Cause.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many wishes become few runs. */
@Timeout(60)
class AgendaTest {
  private static final Cause SCHEDULE = Cause.of(Kind.SCHEDULE, "schedule");
  private static final Patience SETTLING =
      new Patience(Duration.ofMillis(150), Duration.ofMillis(600));

  private final FakeTicker ticker = new FakeTicker();
  private final Agenda agenda = new Agenda(ticker);

  @Test
  void whatIsDueTogetherIsOneRun() {
    agenda.add(Scope.of(Set.of("web")), Cause.of(Kind.EVENT, "web died"));
    agenda.add(Scope.of(Set.of("db")), Cause.of(Kind.ASKED, "root asked for it"));

    var order = requireNonNull(agenda.poll());

    assertThat(order.scope()).isEqualTo(Scope.of(Set.of("db", "web")));
    assertThat(order.text()).isEqualTo("db, web: web died; root asked for it");
    assertThat(order.isOnlyAHint()).isFalse();
    assertThat(agenda.poll()).isNull();
  }

  @Test
  void whatHappensOnceMoreIsWaitedForButNotForEver() {
    var orders = 0;
    for (var event = 0; event < 1000; event++) {
      agenda.add(Scope.of(Set.of("web")), Cause.of(Kind.EVENT, "web died"), SETTLING);
      ticker.passes(Duration.ofMillis(1));
      orders += agenda.poll() == null ? 0 : 1;
    }
    ticker.passes(SETTLING.quiet());
    orders += agenda.poll() == null ? 0 : 1;

    assertThat(orders).as("runs for 1,000 events in a second").isEqualTo(2);
    assertThat(agenda.poll()).isNull();
  }

  @Test
  void aBurstThatIsOverIsOneRun() {
    for (var event = 0; event < 1000; event++) {
      agenda.add(Scope.of(Set.of("web")), Cause.of(Kind.EVENT, "web died"), SETTLING);
    }
    assertThat(agenda.poll()).as("before it is quiet").isNull();
    ticker.passes(SETTLING.quiet());

    assertThat(requireNonNull(agenda.poll()).causes()).as("the log stays short").hasSize(5);
    assertThat(agenda.poll()).isNull();
  }

  @Test
  void whatIsDueLaterDoesNotComeEarlierAndIsWantedOnce() {
    var retry = Cause.of(Kind.RETRY, "web failed");
    agenda.addOnce("web", Scope.of(Set.of("web")), retry, Duration.ofSeconds(10));
    agenda.addOnce("web", Scope.of(Set.of("web")), retry, Duration.ofSeconds(20));
    ticker.passes(Duration.ofSeconds(19));
    assertThat(agenda.poll()).isNull();
    ticker.passes(Duration.ofSeconds(1));
    assertThat(agenda.poll()).isNotNull();
    assertThat(agenda.poll()).isNull();
  }

  @Test
  void whatIsNotWantedAnyMoreDoesNotCome() {
    var cause = Cause.of(Kind.RETRY, "web failed");
    agenda.addOnce("web", Scope.of(Set.of("web")), cause, Duration.ofSeconds(10));
    agenda.forget(Kind.RETRY, "web");
    ticker.passes(Duration.ofMinutes(1));

    assertThat(agenda.poll()).isNull();
  }

  @Test
  void itIsToldForHowLongNobodyHasComeForWhatIsDue() {
    assertThat(agenda.overdue()).isZero();
    agenda.add(Scope.GENERAL, SCHEDULE, Patience.of(Duration.ofSeconds(10)));
    ticker.passes(Duration.ofSeconds(9));
    assertThat(agenda.overdue()).isZero();
    ticker.passes(Duration.ofSeconds(31));
    assertThat(agenda.overdue()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whoWaitsForARunLearnsThatThereIsNone() {
    var abandoned = new AtomicInteger();
    var waiting =
        new Order.Waiting() {
          @Override
          public void ended(RunReport report) {
            throw new AssertionError("there was no run");
          }

          @Override
          public void abandoned(String why, int exitStatus) {
            abandoned.incrementAndGet();
          }
        };
    agenda.add(Scope.EVERYTHING, SCHEDULE, waiting);
    agenda.close();
    assertThat(abandoned).as("who asked before").hasValue(1);
    agenda.add(Scope.EVERYTHING, SCHEDULE, waiting);
    assertThat(abandoned).as("who asks afterwards").hasValue(2);
  }

  @Test
  void whoeverTakesOrdersIsWokenByAWishAndByTheEnd() throws Exception {
    var real = new Agenda(System::nanoTime);
    var taker =
        Thread.ofVirtual()
            .start(() -> real.add(Scope.EVERYTHING, SCHEDULE, Patience.of(Duration.ofMillis(20))));

    assertThat(real.take()).isNotNull();
    taker.join();
    Thread.ofVirtual().start(real::close);
    assertThat(real.take()).isNull();
  }

  @Test
  void aLullIsToldFromWorkAndFromTheEnd() throws Exception {
    assertThat(agenda.awaitDue(Duration.ZERO)).as("nothing is due").isFalse();
    agenda.add(Scope.EVERYTHING, SCHEDULE, SETTLING);
    assertThat(agenda.awaitDue(Duration.ZERO)).as("something is due later").isFalse();
    ticker.passes(SETTLING.quiet());
    assertThat(agenda.awaitDue(Duration.ZERO)).as("something is due").isTrue();
    agenda.close();
    assertThat(agenda.awaitDue(Duration.ZERO)).as("there is no work any more").isTrue();
  }

  @Test
  void aLullEndsWithTheNextWish() throws Exception {
    var real = new Agenda(System::nanoTime);
    Thread.ofVirtual()
        .start(() -> real.add(Scope.EVERYTHING, SCHEDULE, Patience.of(Duration.ofMillis(20))));

    assertThat(real.awaitDue(Duration.ofHours(1))).isTrue();
    assertThat(real.poll()).isNotNull();
  }
}
