/**
 * Where others look in: metrics in a file or over HTTP, on this host alone, and whether the daemon
 * is well.
 *
 * <p>Does not know what the metrics say, nor what the daemon does.
 */
@NullMarked
package io.atomic.reconcile.monitor;

import org.jspecify.annotations.NullMarked;
