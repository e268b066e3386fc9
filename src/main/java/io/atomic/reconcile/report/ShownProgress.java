package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Progress;

/** Progress that somebody sees, until it is closed. */
public interface ShownProgress extends Progress {
  /** Leaves the place where it was shown as it should be for what comes next. */
  void close();
}
