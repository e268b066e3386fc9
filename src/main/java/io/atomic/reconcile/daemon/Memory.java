package io.atomic.reconcile.daemon;

/** What this process takes of the host's memory. */
public interface Memory {
  /**
   * Nothing happens for a while: what only a run needs may go, and comes back with the next one.
   */
  void giveBack();
}
