package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Desired;

/** Where the desired state is read from. */
public interface DesiredSource {
  Desired read();
}
