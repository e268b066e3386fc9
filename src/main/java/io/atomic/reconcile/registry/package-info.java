/**
 * Container registries, over HTTP as the OCI distribution specification has it, and the logins that
 * people have left for them.
 *
 * <p>Knows how to ask what a tag means and with whose login. Does not know engines, nor why anybody
 * asks or what becomes of the answer.
 */
@NullMarked
package io.atomic.reconcile.registry;

import org.jspecify.annotations.NullMarked;
