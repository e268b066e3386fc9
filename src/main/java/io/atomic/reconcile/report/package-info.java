/**
 * Plans, runs and states of apps as text, as JSON, as a page, as a drawing and as an exit status;
 * also where remedies get their words.
 *
 * <p>Knows what a run and a plan are. Does not know how they come about, nor where the output goes.
 */
@NullMarked
package io.atomic.reconcile.report;

import org.jspecify.annotations.NullMarked;
