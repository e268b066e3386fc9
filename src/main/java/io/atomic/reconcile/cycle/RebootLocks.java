package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;

/**
 * A lock that hosts of a group share, so that only so many of them boot at a time: FleetLock, as
 * airlock and poseidon/fleetlock serve it. Both calls can be repeated: who has the lock gets it
 * again, and who has none gives none back.
 */
public interface RebootLocks {

  /** Asks for this host's permission to boot; it keeps it over the boot. */
  Answer acquire(FleetLock lock) throws InterruptedException;

  /** Gives the permission back. */
  Answer release(FleetLock lock) throws InterruptedException;

  /** What became of a call. */
  sealed interface Answer {
    /** The server agreed. */
    record Granted() implements Answer {}

    /**
     * The server answered, and did not agree: mostly because others have the lock.
     *
     * @param kind the protocol's word for it, such as {@code failed_lock}; empty = it gave none
     * @param why what the server says, or what its answer was
     */
    record Refused(int status, String kind, String why) implements Answer {}

    /**
     * There was no answer, so nobody knows whether the lock is held; asking again is safe.
     *
     * @param why "tried to x, but y"
     */
    record Silent(String why) implements Answer {}
  }
}
