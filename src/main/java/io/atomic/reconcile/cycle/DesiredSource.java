package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Recorded;

/** Where desired state comes from. */
public interface DesiredSource {
  /**
   * Reads it, all of it; what cannot be read is among its problems.
   *
   * @param recorded what somebody at the command line refers to
   */
  Desired read(Recorded recorded);

  /** What is recorded, with what somebody at the command line says of it for this once. */
  default Recorded told(Recorded recorded) {
    return recorded;
  }
}
