package io.atomic.reconcile.cycle;

/** Keeps two runs from changing the host at once; gone with the process, however it ends. */
public interface RunLock {

  /** Waits for the lock as long as its timeout says. */
  Attempt acquire() throws EffectException, InterruptedException;

  /** Whether we have it. */
  sealed interface Attempt {
    /** Ours until it is closed. */
    non-sealed interface Held extends Attempt, AutoCloseable {
      @Override
      void close();
    }

    /**
     * Somebody else has it.
     *
     * @param holder who, as far as is known
     */
    record Busy(String holder) implements Attempt {}
  }
}
