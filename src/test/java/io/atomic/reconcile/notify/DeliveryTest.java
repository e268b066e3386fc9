package io.atomic.reconcile.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Alert;
import io.atomic.reconcile.model.AlertKind;
import io.atomic.reconcile.model.Receiver;
import io.atomic.reconcile.model.Receiver.Channel;
import io.atomic.reconcile.notify.Courier.Outcome;
import io.atomic.reconcile.policy.AlertEdges;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What nobody takes now is tried again later, and what has arrived is never sent again. */
class DeliveryTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Receiver ANN = receiver("ann");
  private static final Receiver BOB = receiver("bob");

  private final List<String> arrived = new ArrayList<>();
  private final List<String> unreachable = new ArrayList<>();
  private final MemoryBook book = new MemoryBook();
  private final Time time = new Time();
  private final Delivery delivery =
      new Delivery(
          book,
          List.of(ANN, BOB),
          (receiver, notification) -> {
            time.passes(Duration.ofSeconds(1));
            var name = ((Channel.Command) receiver.channel()).argv().getFirst();
            if (unreachable.contains(name)) {
              return new Outcome.Failed("tried to notify %s, but in vain".formatted(name), null);
            }
            arrived.add(name + " " + notification.alert().subject());
            return new Outcome.Delivered();
          },
          time);

  private static final class Time extends Clock {
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");

    void passes(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static Receiver receiver(String name) {
    return new Receiver(
        new Channel.Command(List.of(name)),
        EnumSet.allOf(AlertKind.class),
        Duration.ofHours(24),
        Duration.ofSeconds(10));
  }

  private void wrong(String... apps) {
    var firing = new TreeMap<String, Alert>();
    for (var app : apps) {
      var alert = new Alert(AlertKind.HELD, app, "Conflict", "it is there");
      firing.put(alert.key(), alert);
    }
    book.update(before ->
        new AlertEdges(List.of(ANN, BOB), "h", time.instant())
            .after(before, new AlertEdges.Seen(firing, _ -> false)));
  }

  @Test
  void eachIsToldOnce() throws Exception {
    wrong("a", "b");

    var round = delivery.deliver(LIMIT);

    assertThat(arrived).containsExactlyInAnyOrder("ann a", "ann b", "bob a", "bob b");
    assertThat(round).isEqualTo(new Delivery.Round(4, 0, 0, List.of(), null));
    assertThat(delivery.deliver(LIMIT).delivered()).isZero();
  }

  @Test
  void whoCannotBeReachedHoldsUpNobodyElseAndIsTriedAgain() throws Exception {
    unreachable.add("ann");
    wrong("a", "b");

    var round = delivery.deliver(LIMIT);

    assertThat(arrived).containsExactly("bob a", "bob b");
    assertThat(round.failed()).isOne();
    assertThat(round.problems()).singleElement().hasToString("tried to notify ann, but in vain");
    assertThat(round.next()).isAfter(time.instant().minus(LIMIT));

    unreachable.clear();
    assertThat(delivery.deliver(LIMIT).delivered()).as("too early").isZero();
    time.passes(Delivery.FIRST_PAUSE);
    assertThat(delivery.deliver(LIMIT).delivered()).isEqualTo(2);
    assertThat(arrived).endsWith("ann a", "ann b");
  }

  @Test
  void pausesGrowAndHaveAnEnd() {
    assertThat(List.of(1, 2, 3, 7, 8, 1000))
        .extracting(Delivery::pause)
        .containsExactly(
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(40),
            Duration.ofSeconds(640),
            Duration.ofMinutes(15),
            Duration.ofMinutes(15));
  }

  @Test
  void whatNobodyTakesForADayIsDropped() throws Exception {
    unreachable.addAll(List.of("ann", "bob"));
    wrong("a");
    delivery.deliver(LIMIT);
    time.passes(Delivery.EXPIRY);

    assertThat(delivery.deliver(LIMIT)).isEqualTo(new Delivery.Round(0, 0, 2, List.of(), null));
  }

  @Test
  void nothingIsBegunAfterItsTime() throws Exception {
    wrong("a", "b", "c");
    var round = delivery.deliver(Duration.ofMillis(1500));

    assertThat(round.delivered()).isEqualTo(2);
    assertThat(delivery.deliver(LIMIT).delivered()).isEqualTo(4);
  }

  @Test
  void aClockThatWasSetBackPutsNothingOff() throws Exception {
    unreachable.add("ann");
    wrong("a");
    delivery.deliver(LIMIT);
    unreachable.clear();
    time.passes(Duration.ofDays(-30));

    assertThat(delivery.deliver(LIMIT).delivered()).isOne();
  }
}
