package io.atomic.reconcile.daemon;

/**
 * Why there is a run.
 *
 * @param detail what exactly, as a clause for the log
 */
public record Cause(Kind kind, String detail) {

  /** What brings a run about. */
  public enum Kind {
    /** The daemon has started. */
    START,
    /** It is time, as the schedule says. */
    SCHEDULE,
    /** A window has opened that something waits for. */
    WINDOW,
    /** A manifest directory has changed. */
    MANIFESTS,
    /** The settings were read again. */
    SETTINGS,
    /** A container does not run any more as it did. */
    LOSS,
    /** Something else happened to a container, to an image, or to the engine. */
    EVENT,
    /** The engine answers that did not. */
    ENGINE,
    /** What failed is tried again. */
    RETRY,
    /** Somebody asked for it. */
    ASKED;

    /**
     * Whether it may well turn out that nothing is to be done: much of what happens to containers
     * is our own doing. There is no run, and no report, before a look has shown the need.
     */
    boolean isOnlyAHint() {
      return this == LOSS || this == EVENT;
    }
  }

  static Cause of(Kind kind, String detail) {
    return new Cause(kind, detail);
  }
}
