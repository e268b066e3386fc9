package io.atomic.reconcile.cycle;

/** From where a cycle knows whether there are updates. */
public sealed interface Updates {

  /** Registries are asked. */
  record Asked(Registries registries) implements Updates {}

  /** What was recorded when they were asked last will do: nobody is to wait for a registry. */
  record Recorded() implements Updates {}

  /** It is not the time for updates: somebody wants something else of an app. */
  record Ignored() implements Updates {}
}
