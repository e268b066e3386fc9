package io.atomic.reconcile.monitor;

/** How the daemon is, to whoever asks. */
public sealed interface Vitality {

  /** It is as it should be. */
  record Well() implements Vitality {}

  /**
   * It is not.
   *
   * @param reason one line for people
   */
  record Ill(String reason) implements Vitality {}
}
