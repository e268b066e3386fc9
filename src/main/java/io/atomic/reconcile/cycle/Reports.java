package io.atomic.reconcile.cycle;

/** Where the reports of runs are kept. */
public interface Reports {
  /** Keeps a report as that of the last run; called while the run still holds the lock. */
  void keep(RunReport report) throws EffectException;
}
