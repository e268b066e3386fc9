/**
 * FleetLock, the protocol by which the hosts of a group agree on who boots next.
 *
 * <p>Knows how to ask for the lock and give it back, and as whom. Does not know why this host wants
 * to boot.
 */
@NullMarked
package io.atomic.reconcile.fleetlock;

import org.jspecify.annotations.NullMarked;
