package io.atomic.reconcile.model;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who knows of what, and what they are still to be told.
 *
 * @param pages by the id of the receiver
 */
public record AlertBook(SortedMap<String, Page> pages) {
  public static final AlertBook EMPTY = new AlertBook(Collections.emptySortedMap());

  public AlertBook {
    pages = Collections.unmodifiableSortedMap(new TreeMap<>(pages));
  }

  /**
   * One receiver's.
   *
   * @param known what they were told, or are about to be told, is wrong; by the alert's key
   * @param outbox what they have not been told yet, likewise: what is newer takes the place of what
   *     is older
   */
  public record Page(SortedMap<String, Known> known, SortedMap<String, Pending> outbox) {
    public static final Page EMPTY =
        new Page(Collections.emptySortedMap(), Collections.emptySortedMap());

    public Page {
      known = Collections.unmodifiableSortedMap(new TreeMap<>(known));
      outbox = Collections.unmodifiableSortedMap(new TreeMap<>(outbox));
    }
  }

  /**
   * Something that is wrong.
   *
   * @param since when that was first seen
   * @param toldAt when a message of it was made last
   */
  public record Known(Alert alert, Instant since, Instant toldAt) {}

  /**
   * A message on its way.
   *
   * @param tries that failed
   * @param notBefore when to try again
   */
  public record Pending(Notification notification, int tries, Instant notBefore) {}

  public Page page(String receiver) {
    return pages.getOrDefault(receiver, Page.EMPTY);
  }

  /** With another page for a receiver. */
  public AlertBook with(String receiver, Page page) {
    var all = new TreeMap<>(pages);
    all.put(receiver, page);
    return new AlertBook(all);
  }

  /** How many messages are on their way. */
  public int pending() {
    return pages.values().stream().mapToInt(page -> page.outbox().size()).sum();
  }
}
