package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.BootState;
import io.atomic.reconcile.model.RebootObstacles;

/** Looks at what a reboot depends on besides the deployments, and speaks to who is logged in. */
public interface RebootWatch {

  /** Who would be disturbed now. A host without logind has nobody who could tell. */
  Told<RebootObstacles> obstacles() throws InterruptedException;

  /** Writes a message to every terminal that somebody is logged in on, as wall(1) does. */
  void warn(String message) throws InterruptedException;

  /** Whether this boot has proved itself. */
  BootState bootState() throws InterruptedException;
}
