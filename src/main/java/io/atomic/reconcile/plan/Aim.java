package io.atomic.reconcile.plan;

/** What an app is compared with. */
enum Aim {
  /** What its manifest says. */
  MANIFEST,
  /** What was applied last, since its manifest is invalid now: only drift is looked at. */
  LAST_GOOD_MANIFEST,
  /** A version that proved itself, since the one that its manifest says is not tried. */
  PROVEN
}
