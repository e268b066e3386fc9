/**
 * Tells people: carries messages to webhooks and commands, again until they have arrived.
 *
 * <p>Does not know what is wrong, nor when that is worth a message.
 */
@NullMarked
package io.atomic.reconcile.notify;

import org.jspecify.annotations.NullMarked;
