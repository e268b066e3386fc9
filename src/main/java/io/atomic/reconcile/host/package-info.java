/**
 * The host itself: its files, its facts and its secrets.
 *
 * <p>Knows how to look at them and how to make a directory. Does not know what any of it is for.
 */
@NullMarked
package io.atomic.reconcile.host;

import org.jspecify.annotations.NullMarked;
