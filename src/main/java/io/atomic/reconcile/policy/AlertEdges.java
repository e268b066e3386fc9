package io.atomic.reconcile.policy;

import io.atomic.reconcile.model.Alert;
import io.atomic.reconcile.model.AlertBook;
import io.atomic.reconcile.model.AlertBook.Known;
import io.atomic.reconcile.model.AlertBook.Page;
import io.atomic.reconcile.model.AlertBook.Pending;
import io.atomic.reconcile.model.Notification;
import io.atomic.reconcile.model.Notification.State;
import io.atomic.reconcile.model.Receiver;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is to be told what: of what begins to be wrong, of what is wrong in another way now, of what
 * is still wrong after a while, and of what no longer is. Nobody is told twice of the same.
 *
 * @param host whose name messages bear
 */
public record AlertEdges(List<Receiver> receivers, String host, Instant now) {
  /** So that a receiver who never answers does not fill the disk; the oldest gives way. */
  static final int MOST_PENDING = 1000;

  public AlertEdges {
    receivers = List.copyOf(receivers);
  }

  /**
   * What is wrong now.
   *
   * @param firing by key
   * @param unknown of which keys nobody can tell now: nothing is said of those
   */
  public record Seen(SortedMap<String, Alert> firing, Predicate<String> unknown) {
    public Seen {
      firing = Collections.unmodifiableSortedMap(new TreeMap<>(firing));
    }
  }

  /** The book with what is to be told now; receivers that are gone are forgotten. */
  public AlertBook after(AlertBook book, Seen seen) {
    var pages = new TreeMap<String, Page>();
    for (var receiver : receivers) {
      pages.put(receiver.id(), page(receiver, book.page(receiver.id()), seen));
    }
    return new AlertBook(pages);
  }

  private Page page(Receiver receiver, Page page, Seen seen) {
    var known = new TreeMap<>(page.known());
    var outbox = new TreeMap<>(page.outbox());
    var keys = new TreeSet<>(known.keySet());
    keys.addAll(seen.firing().keySet());
    for (var key : keys) {
      var before = known.get(key);
      var firing = seen.firing().get(key);
      if (firing != null && receiver.on().contains(firing.kind())) {
        var since = before == null ? now : before.since();
        if (isNews(before, firing, receiver.repeatAfter())) {
          known.put(key, new Known(firing, since, now));
          outbox.put(key, message(firing, State.FIRING, since));
        } else if (before != null) {
          known.put(key, new Known(firing, since, before.toldAt()));
        }
      } else if (before != null && (firing != null || !seen.unknown().test(key))) {
        known.remove(key);
        outbox.put(key, message(before.alert(), State.RESOLVED, before.since()));
      }
    }
    while (outbox.size() > MOST_PENDING) {
      outbox.remove(oldest(outbox));
    }
    return new Page(known, outbox);
  }

  /** A clock that was set back makes nobody wait for longer than they asked for. */
  private boolean isNews(@Nullable Known before, Alert firing, Duration repeatAfter) {
    return before == null
        || before.alert().kind() != firing.kind()
        || !before.alert().reason().equals(firing.reason())
        || Duration.between(before.toldAt(), now).abs().compareTo(repeatAfter) >= 0;
  }

  private Pending message(Alert alert, State state, Instant since) {
    return new Pending(new Notification(alert, state, host, since, now), 0, now);
  }

  private static String oldest(SortedMap<String, Pending> outbox) {
    return outbox.entrySet().stream()
        .min(
            Comparator.<Map.Entry<String, Pending>, Instant>comparing(
                    entry -> entry.getValue().notification().at())
                .thenComparing(Map.Entry::getKey))
        .orElseThrow()
        .getKey();
  }
}
