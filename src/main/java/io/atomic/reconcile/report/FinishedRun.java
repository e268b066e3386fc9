package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.RunReport;

/**
 * A run that is over, and what its report does not tell.
 *
 * @param whole whether it was about everything, but for what has a schedule of its own
 * @param toldToEnd whether somebody has cut it short on purpose, which is nothing wrong
 */
public record FinishedRun(RunReport report, boolean whole, boolean toldToEnd) {}
