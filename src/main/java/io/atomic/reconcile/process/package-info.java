/**
 * The one way to start a child process: what to run, for how long, how much of its output is kept,
 * and what is left of one that an earlier run of this program started.
 *
 * <p>Knows nothing of container engines, label commands, plans or the state directory.
 */
@NullMarked
package io.atomic.reconcile.process;

import org.jspecify.annotations.NullMarked;
