package io.atomic.reconcile.model;

import java.time.Instant;

/**
 * What somebody is told.
 *
 * @param host whose name it bears
 * @param since when it began to be wrong, as far as this is known
 * @param at when that was found
 */
public record Notification(Alert alert, State state, String host, Instant since, Instant at) {

  /** In the words of Alertmanager. */
  public enum State {
    FIRING,
    RESOLVED
  }
}
