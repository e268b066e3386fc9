package io.atomic.reconcile.cycle;

/** What a look at an app says of its health. */
sealed interface Sign {
  record Good() implements Sign {}

  /**
   * Not good, but it may become so.
   *
   * @param what as a clause
   */
  record NotYet(String what) implements Sign {}

  /**
   * It will not become good, however long somebody waits.
   *
   * @param why as a clause
   */
  record Bad(String why) implements Sign {}

  /** Both at the same time. */
  default Sign and(Sign other) {
    if (this instanceof Bad || other instanceof Good) {
      return this;
    }
    return this instanceof NotYet(var what) && other instanceof NotYet(var more)
        ? new NotYet(what + ", and " + more)
        : other;
  }
}
