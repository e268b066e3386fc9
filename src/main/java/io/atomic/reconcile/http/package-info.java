/**
 * HTTP with servers that are not ours: exchanges that end in time, through the proxies and with the
 * authorities of this host, and what went wrong in words.
 *
 * <p>Does not know what anybody is asked.
 */
@NullMarked
package io.atomic.reconcile.http;

import org.jspecify.annotations.NullMarked;
