/**
 * When to run.
 *
 * <p>Knows Quartz, here and nowhere else. Does not know what a run does.
 */
@NullMarked
package io.atomic.reconcile.daemon;

import org.jspecify.annotations.NullMarked;
