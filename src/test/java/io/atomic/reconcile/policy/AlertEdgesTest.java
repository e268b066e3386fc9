package io.atomic.reconcile.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Alert;
import io.atomic.reconcile.model.AlertBook;
import io.atomic.reconcile.model.AlertKind;
import io.atomic.reconcile.model.Notification;
import io.atomic.reconcile.model.Notification.State;
import io.atomic.reconcile.model.Receiver;
import io.atomic.reconcile.model.Receiver.Channel;
import io.atomic.reconcile.policy.AlertEdges.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** People are told when it begins, when it changes, when it lasts, and when it is over. */
class AlertEdgesTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Receiver ALL = receiver("all", AlertKind.values());
  private static final Alert HELD = new Alert(AlertKind.HELD, "App/web", "Conflict", "it is there");
  private static final Alert FAILED =
      new Alert(AlertKind.FAILED, "App/web", "RunFailed", "it broke");
  private static final Alert DRIFTED =
      new Alert(AlertKind.DRIFTED, "App/web", "DriftFound", "memory: 1 → 2");

  private AlertBook book = AlertBook.EMPTY;

  private static Receiver receiver(String name, AlertKind... on) {
    return new Receiver(
        new Channel.Command(List.of(name)),
        EnumSet.copyOf(Set.of(on)),
        Duration.ofHours(24),
        Duration.ofSeconds(1));
  }

  private static Seen seen(Set<String> unknown, Alert... alerts) {
    var firing = new TreeMap<String, Alert>();
    for (var alert : alerts) {
      firing.put(alert.key(), alert);
    }
    return new Seen(firing, unknown::contains);
  }

  /** What is put down for a receiver at that time, which then is delivered. */
  private List<String> told(
      Receiver receiver, Duration later, Set<String> unknown, Alert... alerts) {
    var receivers = List.of(ALL, receiver("held", AlertKind.HELD));
    book = new AlertEdges(receivers, "h", NOON.plus(later)).after(book, seen(unknown, alerts));
    var said =
        book.page(receiver.id()).outbox().values().stream()
            .map(pending -> text(pending.notification()))
            .toList();
    book = delivered(book);
    return said;
  }

  private List<String> told(Duration later, Alert... alerts) {
    return told(ALL, later, Set.of(), alerts);
  }

  private static AlertBook delivered(AlertBook book) {
    var pages = new TreeMap<String, AlertBook.Page>();
    book.pages()
        .forEach((id, page) -> pages.put(id, new AlertBook.Page(page.known(), new TreeMap<>())));
    return new AlertBook(pages);
  }

  private static String text(Notification one) {
    return "%s %s %s since %s"
        .formatted(
            one.alert().subject(),
            one.alert().kind(),
            one.state(),
            Duration.between(NOON, one.since()));
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }

  @Test
  void whatBeginsAndWhatIsOverIsToldOnce() {
    assertThat(told(hours(0), HELD)).containsExactly("App/web HELD FIRING since PT0S");
    assertThat(told(hours(1), HELD)).isEmpty();
    assertThat(told(hours(2))).containsExactly("App/web HELD RESOLVED since PT0S");
    assertThat(told(hours(3))).isEmpty();
  }

  @Test
  void whatIsWrongInAnotherWayIsToldAndIsTheSameTrouble() {
    told(hours(0), FAILED);
    assertThat(told(hours(1), HELD)).containsExactly("App/web HELD FIRING since PT0S");
    var other = new Alert(AlertKind.HELD, "App/web", "BadVersion", "it is bad");
    assertThat(told(hours(2), other)).hasSize(1);
    var otherWords = new Alert(AlertKind.HELD, "App/web", "BadVersion", "it is still bad");
    assertThat(told(hours(3), otherWords)).isEmpty();
    assertThat(told(hours(4), otherWords, DRIFTED))
        .containsExactly("App/web DRIFTED FIRING since PT4H");
  }

  @Test
  void whatLastsIsToldAgainAfterAWhile() {
    told(hours(0), HELD);
    assertThat(told(hours(23), HELD)).isEmpty();
    assertThat(told(hours(24), HELD)).containsExactly("App/web HELD FIRING since PT0S");
    assertThat(told(hours(25), HELD)).isEmpty();
    assertThat(told(hours(48), HELD)).hasSize(1);
  }

  @Test
  void aClockThatIsSetBackSilencesNobodyForYears() {
    told(hours(24 * 365), HELD);
    assertThat(told(hours(0), HELD)).hasSize(1);
    assertThat(told(hours(1), HELD)).isEmpty();
  }

  @Test
  void whatNobodyCanTellNowIsNeitherOverNorNews() {
    told(hours(0), HELD);
    assertThat(told(ALL, hours(1), Set.of(HELD.key()))).isEmpty();
    assertThat(told(hours(2), HELD)).isEmpty();
    assertThat(told(hours(3))).hasSize(1);
  }

  @Test
  void whoWantsToKnowOfSomethingIsToldNothingElse() {
    var held = receiver("held", AlertKind.HELD);
    assertThat(told(held, hours(0), Set.of(), FAILED, DRIFTED)).isEmpty();
    assertThat(told(held, hours(1), Set.of(), HELD)).hasSize(1);
    assertThat(told(held, hours(2), Set.of(), FAILED))
        .containsExactly("App/web HELD RESOLVED since PT1H");
  }

  @Test
  void whatIsNewerTakesThePlaceOfWhatWasNotDelivered() {
    var edges = new AlertEdges(List.of(ALL), "h", NOON);
    book = edges.after(book, seen(Set.of(), FAILED));
    book = edges.after(book, seen(Set.of(), HELD));
    book = edges.after(book, seen(Set.of()));
    assertThat(book.page(ALL.id()).outbox().values())
        .singleElement()
        .satisfies(one -> assertThat(one.notification().state()).isEqualTo(State.RESOLVED));
  }

  @Test
  void whoIsGoneFromTheSettingsIsForgotten() {
    told(hours(0), HELD);
    assertThat(new AlertEdges(List.of(), "h", NOON).after(book, seen(Set.of(), HELD)).pages())
        .isEmpty();
  }

  @Test
  void anOutboxThatNobodyEmptiesStaysSmall() {
    for (var i = 0; i < AlertEdges.MOST_PENDING + 50; i++) {
      var alert = new Alert(AlertKind.HELD, "App/a" + i, "Conflict", "");
      book =
          new AlertEdges(List.of(ALL), "h", NOON.plusSeconds(i)).after(book, seen(Set.of(), alert));
    }
    var outbox = book.page(ALL.id()).outbox();
    assertThat(outbox).hasSize(AlertEdges.MOST_PENDING);
    assertThat(outbox).containsKey("App/a%d convergence".formatted(AlertEdges.MOST_PENDING + 49));
  }

  /** Whatever happens: what a receiver believes after each message is what was so. */
  @Test
  void whoeverHearsEverythingKnowsHowThingsStand() {
    for (var seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var believed = new HashMap<String, Alert>();
      var lastTold = new HashMap<String, Instant>();
      var truth = new HashMap<String, Alert>();
      book = AlertBook.EMPTY;
      var now = NOON;
      for (var step = 0; step < 60; step++) {
        now = now.plus(Duration.ofMinutes(random.nextInt(600)));
        var alerts = alerts(random);
        var unknown = new TreeSet<String>();
        truth.keySet().stream().filter(_ -> random.nextInt(4) == 0).forEach(unknown::add);
        var seen = seen(unknown, alerts.toArray(Alert[]::new));
        truth.keySet().removeIf(key -> !unknown.contains(key));
        truth.putAll(seen.firing());
        book = new AlertEdges(List.of(ALL), "h", now).after(book, seen);
        if (random.nextInt(3) == 0) {
          continue;
        }
        for (var entry : book.page(ALL.id()).outbox().entrySet()) {
          hear(entry.getKey(), entry.getValue().notification(), believed, lastTold);
        }
        book = delivered(book);

        assertThat(reasons(believed)).as("seed %d, step %d", seed, step).isEqualTo(reasons(truth));
        var horizon = now.minus(ALL.repeatAfter());
        assertThat(seen.firing().keySet())
            .allSatisfy(key -> assertThat(lastTold.get(key)).isAfter(horizon));
      }
    }
  }

  private static void hear(
      String key, Notification heard, Map<String, Alert> believed, Map<String, Instant> lastTold) {
    switch (heard.state()) {
      case RESOLVED -> believed.remove(key);
      case FIRING -> {
        believed.put(key, heard.alert());
        lastTold.put(key, heard.at());
      }
    }
  }

  private static Map<String, String> reasons(Map<String, Alert> alerts) {
    var reasons = new TreeMap<String, String>();
    alerts.forEach((key, alert) -> reasons.put(key, alert.kind() + alert.reason()));
    return reasons;
  }

  private static List<Alert> alerts(Random random) {
    var alerts = new ArrayList<Alert>();
    for (var app = 0; app < 3; app++) {
      if (random.nextInt(3) > 0) {
        var kinds = List.of(AlertKind.FAILED, AlertKind.HELD, AlertKind.ROLLED_BACK);
        alerts.add(
            new Alert(kinds.get(random.nextInt(3)), "App/a" + app, "R" + random.nextInt(2), "m"));
      }
      if (random.nextInt(4) == 0) {
        alerts.add(new Alert(AlertKind.DRIFTED, "App/a" + app, "DriftFound", "m"));
      }
    }
    return alerts;
  }
}
