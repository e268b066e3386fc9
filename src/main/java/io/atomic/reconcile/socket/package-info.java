/**
 * Unix sockets at which this program listens: their files come, are known again, and go.
 *
 * <p>Does not know who connects, nor what is said.
 */
@NullMarked
package io.atomic.reconcile.socket;

import org.jspecify.annotations.NullMarked;
