package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.RebootObstacles;

/** Looks at what a reboot depends on besides the deployments, and speaks to who is logged in. */
public interface RebootWatch {

  /** Who would be disturbed now. A host without logind has nobody who could tell. */
  Told<RebootObstacles> obstacles() throws InterruptedException;

  /** Writes a message to every terminal that somebody is logged in on, as wall(1) does. */
  void warn(String message) throws InterruptedException;

  /** Whether this boot has proved itself. */
  BootState bootState() throws InterruptedException;

  /**
   * How {@code boot-complete.target} stands (systemd.special(7)): health checks such as greenboot's
   * come before it.
   */
  enum BootState {
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
    NOT_USED
  }
}
