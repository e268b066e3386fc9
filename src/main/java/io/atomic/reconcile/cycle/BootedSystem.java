package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.OsView;

/** Looks at a host that was seen before, and so has to be there. */
record BootedSystem(OperatingSystem os, Ledger ledger) {

  /**
   * The deployments as they are now.
   *
   * @throws EffectException if they cannot be seen any more
   */
  OsView.Seen at(HostSpec spec) throws EffectException, InterruptedException {
    return switch (os.view(spec, Ours.of(ledger.recorded().host()))) {
      case OsView.Seen seen when seen.next() != null -> seen;
      case OsView.Seen _ ->
          throw new EffectException(
              "none of the host's deployments is booted any more", null, null);
      case OsView.NoTool(var message, var remedy) ->
          throw new EffectException(message, remedy, null);
      case OsView.Unreadable(var message, var remedy) ->
          throw new EffectException(message, remedy, null);
      case OsView.NotAsked _ -> throw new IllegalStateException("it was asked");
    };
  }
}
