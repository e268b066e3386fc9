package io.atomic.reconcile.cycle;

import org.jspecify.annotations.Nullable;

/** An effect on this host did not come about. The message says what was tried and what happened. */
public final class EffectException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final @Nullable String remedy;

  /** What the caller can make of it. */
  public enum Kind {
    FAILED,
    /** The caller lacks a permission that somebody else would have. */
    NOT_PERMITTED
  }

  private EffectException(
      Kind kind, String message, @Nullable String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.remedy = remedy;
  }

  public EffectException(String message, @Nullable String remedy, @Nullable Throwable cause) {
    this(Kind.FAILED, message, remedy, cause);
  }

  public EffectException(String message) {
    this(message, null, null);
  }

  /** Somebody else could have done it. */
  public static EffectException notPermitted(
      String message, @Nullable String remedy, @Nullable Throwable cause) {
    return new EffectException(Kind.NOT_PERMITTED, message, remedy, cause);
  }

  public Kind kind() {
    return kind;
  }

  /** What to do about it, if that is known. */
  public @Nullable String remedy() {
    return remedy;
  }

  public String message() {
    var message = getMessage();
    return message == null ? toString() : message;
  }
}
