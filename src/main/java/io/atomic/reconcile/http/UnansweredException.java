package io.atomic.reconcile.http;

import org.jspecify.annotations.Nullable;

/** A server, or something on the way to it, gave no answer that is of use. */
public class UnansweredException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final @Nullable String remedy;

  /**
   * An answer that did not come.
   *
   * @param reason the second half of a "tried to x, but y", fit to be shown
   */
  public UnansweredException(String reason, @Nullable String remedy) {
    super(reason);
    this.reason = reason;
    this.remedy = remedy;
  }

  public UnansweredException(String reason) {
    this(reason, null);
  }

  public String reason() {
    return reason;
  }

  /** What to do about it, if that is known. */
  public @Nullable String remedy() {
    return remedy;
  }
}
