package io.atomic.reconcile.process;

import java.time.Duration;

/** How a child went. */
public sealed interface ChildResult {

  /** What it printed, as far as that was kept. */
  Output output();

  /** It ended by itself; {@code code} is at most 128, or no number of a signal. */
  record Exited(int code, Output output) implements ChildResult {}

  /**
   * A signal ended it, or it says in the way of shells (128 + number) that one ended what it ran:
   * the two cannot be told apart.
   */
  record Signalled(int signal, Output output) implements ChildResult {}

  /**
   * It was ended by us, with everything that it had started.
   *
   * @param after the deadline that it missed
   */
  record TimedOut(Output output, Duration after) implements ChildResult {}

  /**
   * It never ran.
   *
   * @param reason what was tried and what happened
   */
  record NotStarted(String reason) implements ChildResult {
    @Override
    public Output output() {
      return Output.NONE;
    }
  }

  default boolean isSuccess() {
    return this instanceof Exited(var code, _) && code == 0;
  }
}
