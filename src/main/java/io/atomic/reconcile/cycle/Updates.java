package io.atomic.reconcile.cycle;

/** From where a cycle knows whether there are updates. */
public enum Updates {
  /** Registries are asked. */
  ASKED,
  /** What was recorded when they were asked last will do: nobody is to wait for a registry. */
  RECORDED,
  /** It is not the time for updates: somebody wants something else of an app. */
  IGNORED
}
