package io.atomic.reconcile.monitor;

/** How the daemon is, to whoever asks. */
public sealed interface SelfCheck {

  /** It is as it should be. */
  record Passed() implements SelfCheck {}

  /**
   * It is not.
   *
   * @param reason one line for people
   */
  record Failed(String reason) implements SelfCheck {}
}
