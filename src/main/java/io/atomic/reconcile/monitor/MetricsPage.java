package io.atomic.reconcile.monitor;

import io.atomic.reconcile.report.MetricsText;

/** Makes the metrics as they are now. */
public interface MetricsPage {
  /**
   * In a format of the client's choice.
   *
   * @param accept the header of that name; empty = there was none
   */
  MetricsText inFormat(String accept);
}
