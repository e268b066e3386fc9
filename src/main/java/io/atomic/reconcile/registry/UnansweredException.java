package io.atomic.reconcile.registry;

import org.jspecify.annotations.Nullable;

/** A registry, or something on the way to it, gave no answer that is of use. */
class UnansweredException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final @Nullable String remedy;

  /**
   * An answer that did not come.
   *
   * @param reason the second half of a "tried to x, but y", fit to be shown
   */
  UnansweredException(String reason, @Nullable String remedy) {
    super(reason);
    this.reason = reason;
    this.remedy = remedy;
  }

  UnansweredException(String reason) {
    this(reason, null);
  }

  String reason() {
    return reason;
  }

  /** What to do about it, if that is known. */
  @Nullable String remedy() {
    return remedy;
  }
}
