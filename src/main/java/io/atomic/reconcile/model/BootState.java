package io.atomic.reconcile.model;

/**
 * Whether the boot that runs has proved itself, by {@code boot-complete.target}
 * (systemd.special(7)): health checks such as greenboot's come before it.
 */
public enum BootState {
  /** It is reached: every required check has passed. */
  COMPLETE,
  /** It may still be reached. */
  PENDING,
  /** What it requires has failed, so it will not be reached in this boot. */
  FAILED,
  /**
   * Nobody has asked for it, or this host has no systemd: there is nothing that a boot has to
   * prove.
   */
  NOT_USED;

  public boolean isProven() {
    return this == COMPLETE || this == NOT_USED;
  }
}
