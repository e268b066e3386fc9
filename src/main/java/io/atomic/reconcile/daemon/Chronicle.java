package io.atomic.reconcile.daemon;

import org.jspecify.annotations.Nullable;

/** The log of the daemon's own doings; runs have their reports. */
public interface Chronicle {
  void says(String message);

  /**
   * Something is wrong.
   *
   * @param remedy what to do about it; null = nothing, or the message says it
   */
  void warns(String message, @Nullable String remedy);
}
