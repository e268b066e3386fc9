package io.atomic.reconcile.cycle;

import org.jspecify.annotations.Nullable;

/** What somebody was asked for, or why they could not tell. */
public sealed interface Told<T> {
  record Known<T>(T value) implements Told<T> {}

  /**
   * Nobody knows.
   *
   * @param message what was tried and what happened
   * @param remedy what to do about it; null = that is not known
   */
  record Unknown<T>(String message, @Nullable String remedy) implements Told<T> {
    public static <T> Unknown<T> of(EffectException e) {
      return new Unknown<>(e.message(), e.remedy());
    }
  }
}
