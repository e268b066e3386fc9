package io.atomic.reconcile.model;

/** What people want to be told of. */
public enum AlertKind {
  /** What a run did to it, or the run itself, failed. */
  FAILED(Aspect.CONVERGENCE),
  /** It is not what its manifest says, and runs do not try again by themselves. */
  HELD(Aspect.CONVERGENCE),
  /** A version failed, and another one runs in its place. */
  ROLLED_BACK(Aspect.CONVERGENCE),
  /** It was changed by hand, and that is left as it is. */
  DRIFTED(Aspect.DRIFT),
  INVALID_MANIFEST(Aspect.MANIFEST),
  ENGINE_UNAVAILABLE(Aspect.ENGINE),
  /** What boots next is not what runs. */
  REBOOT_REQUIRED(Aspect.REBOOT),
  /** A plan was refused as a whole, since too much would be removed. */
  REFUSED(Aspect.CONVERGENCE),
  SETTINGS_INVALID(Aspect.SETTINGS);

  private final Aspect aspect;

  AlertKind(Aspect aspect) {
    this.aspect = aspect;
  }

  public Aspect aspect() {
    return aspect;
  }

  /** What can be wrong in one way at a time. */
  public enum Aspect {
    CONVERGENCE,
    DRIFT,
    MANIFEST,
    ENGINE,
    REBOOT,
    SETTINGS
  }
}
