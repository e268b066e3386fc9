package io.atomic.reconcile.notify;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Kept;
import io.atomic.reconcile.model.AlertBook;
import io.atomic.reconcile.model.AlertBook.Page;
import io.atomic.reconcile.model.AlertBook.Pending;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Receiver;
import io.atomic.reconcile.notify.Courier.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Empties the outboxes of a book: what cannot be delivered stays in it and is tried again, by
 * whichever process comes next, after a pause that grows.
 *
 * <p>A message is taken out after it has arrived, so that one whose sender dies just then arrives
 * twice, and none is lost.
 */
public final class Delivery {
  static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

  /** Of no use to anybody after that; whoever still has to know is told again. */
  static final Duration EXPIRY = Duration.ofHours(24);

  private final Kept<AlertBook> book;
  private final List<Receiver> receivers;
  private final Courier courier;
  private final Clock clock;

  public Delivery(Kept<AlertBook> book, List<Receiver> receivers, Courier courier, Clock clock) {
    this.book = book;
    this.receivers = List.copyOf(receivers);
    this.courier = courier;
    this.clock = clock;
  }

  /**
   * What came of a round.
   *
   * @param failed tries in vain
   * @param dropped messages that nobody has taken for too long
   * @param problems why, one for each receiver at most
   * @param next when there is something to try again; null = nothing is left
   */
  public record Round(
      int delivered, int failed, int dropped, List<Problem> problems, @Nullable Instant next) {
    public Round {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Tries once what is due.
   *
   * @param limit after which nothing more is begun
   */
  public Round deliver(Duration limit) throws EffectException, InterruptedException {
    var end = clock.instant().plus(limit);
    var delivered = 0;
    var failed = 0;
    var dropped = 0;
    var problems = new ArrayList<Problem>();
    for (var receiver : receivers) {
      for (var entry : book.load().page(receiver.id()).outbox().entrySet()) {
        var now = clock.instant();
        var pending = entry.getValue();
        if (pending.notification().at().plus(EXPIRY).isBefore(now)) {
          remove(receiver, entry);
          dropped++;
          continue;
        }
        if (isPutOff(pending, now) || !now.isBefore(end)) {
          continue;
        }
        var outcome = courier.carry(receiver, pending.notification());
        if (outcome instanceof Outcome.Failed(var message, var remedy)) {
          failed++;
          problems.add(new Problem(Problem.Severity.WARNING, null, null, message, remedy));
          // Who did not take this one would not take the others either.
          putOff(receiver, entry);
          break;
        }
        remove(receiver, entry);
        delivered++;
      }
    }
    return new Round(delivered, failed, dropped, problems, next());
  }

  /** A clock that was set back puts nothing off for longer than the longest pause. */
  private static boolean isPutOff(Pending pending, Instant now) {
    return pending.notBefore().isAfter(now)
        && !pending.notBefore().isAfter(now.plus(LONGEST_PAUSE));
  }

  private @Nullable Instant next() throws EffectException {
    var all = book.load();
    return receivers.stream()
        .flatMap(receiver -> all.page(receiver.id()).outbox().values().stream())
        .map(Pending::notBefore)
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** A newer message that has come meanwhile is another one. */
  private void remove(Receiver receiver, Map.Entry<String, Pending> sent) throws EffectException {
    book.update(before -> {
      var page = before.page(receiver.id());
      var outbox = new TreeMap<>(page.outbox());
      outbox.remove(sent.getKey(), sent.getValue());
      return before.with(receiver.id(), new Page(page.known(), outbox));
    });
  }

  private void putOff(Receiver receiver, Map.Entry<String, Pending> tried) throws EffectException {
    var tries = tried.getValue().tries() + 1;
    var again = clock.instant().plus(pause(tries));
    book.update(before -> {
      var page = before.page(receiver.id());
      var outbox = new TreeMap<>(page.outbox());
      outbox.replaceAll((key, pending) ->
          new Pending(
              pending.notification(),
              key.equals(tried.getKey()) ? tries : pending.tries(),
              pending.notBefore().isAfter(again) ? pending.notBefore() : again));
      return before.with(receiver.id(), new Page(page.known(), outbox));
    });
  }

  static Duration pause(int tries) {
    var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
