package io.atomic.reconcile.cycle;

import io.atomic.reconcile.plan.Change;
import org.jspecify.annotations.Nullable;

/** An effect on this host did not come about. The message says what was tried and what happened. */
public final class EffectException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final @Nullable String remedy;

  /** What the caller can make of it. */
  public enum Kind {
    FAILED,
    /** There is no such app. */
    UNKNOWN_APP,
    /** The container engine does not answer. */
    UNAVAILABLE,
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

  /** An app was named that is not there. */
  public static EffectException unknownApp(String message) {
    return new EffectException(Kind.UNKNOWN_APP, message, null, null);
  }

  /** What somebody asked for cannot be done, since all that would happen to its app is held. */
  public static EffectException of(Change.Held held) {
    return new EffectException(
        held.reason() == Change.Reason.ENGINE_UNAVAILABLE ? Kind.UNAVAILABLE : Kind.FAILED,
        held.message(),
        held.remedy(),
        null);
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
