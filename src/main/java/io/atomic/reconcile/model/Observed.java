package io.atomic.reconcile.model;

import java.time.Instant;
import java.util.List;

/**
 * What the engine and the host report, taken at one moment.
 *
 * @param at that moment
 */
public record Observed(EngineView engine, HostFacts host, Instant at) {

  /** What is known of the container engine. */
  public sealed interface EngineView {

    /** No app is declared or recorded, so nobody asked. */
    record NotAsked() implements EngineView {}

    /**
     * It did not answer.
     *
     * @param message what was tried and what happened
     */
    record Unreachable(String message, String remedy) implements EngineView {}

    /** It answered. */
    record Reached(EngineKind kind, List<Container> containers, List<Image> images)
        implements EngineView {
      public Reached {
        containers = List.copyOf(containers);
        images = List.copyOf(images);
      }
    }
  }

  /** The engines that label commands can be run with. */
  public enum EngineKind {
    DOCKER,
    PODMAN
  }
}
