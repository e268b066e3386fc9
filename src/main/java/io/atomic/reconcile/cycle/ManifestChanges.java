package io.atomic.reconcile.cycle;

/** Tells when manifest directories change. */
public interface ManifestChanges {
  /**
   * Watches until it is interrupted.
   *
   * @param changed told of each change of a file that counts as a manifest, also of those that
   *     belong together
   */
  void follow(Runnable changed) throws EffectException, InterruptedException;
}
