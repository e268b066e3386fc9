package io.atomic.reconcile.cycle;

/** Who interrupts the thread that a run is on. */
public interface Interruptions {
  /** Why it was interrupted, as a clause: {@code the process was told to end}. */
  String reason();

  /** Whether no further step is to be begun, though what was begun may end. */
  default boolean isEnding() {
    return false;
  }
}
