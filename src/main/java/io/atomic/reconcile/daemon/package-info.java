/**
 * When to run: the schedule, what happens on this host meanwhile, and who asks; and the life of the
 * service that does so.
 *
 * <p>Knows Quartz, signals and the control socket. Does not know how a run is made, what it finds,
 * nor where its result goes.
 */
@NullMarked
package io.atomic.reconcile.daemon;

import org.jspecify.annotations.NullMarked;
