package io.atomic.reconcile.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the engine and the host report, taken at one moment.
 *
 * @param at that moment
 * @param sightings what registries say of the apps' references, by app; of those alone that were
 *     asked about
 * @param os the host's deployments
 * @param tip what a registry or a repository says of the host's reference; null = nobody asked
 */
public record Observed(
    EngineView engine,
    HostFacts host,
    Instant at,
    SortedMap<String, Sighting> sightings,
    OsView os,
    @Nullable Sighting tip) {
  public Observed {
    sightings = Collections.unmodifiableSortedMap(new TreeMap<>(sightings));
  }

  /** A look for which no registry was asked. */
  public Observed(EngineView engine, HostFacts host, Instant at) {
    this(engine, host, at, Collections.emptySortedMap(), new OsView.NotAsked(), null);
  }

  public Observed withSightings(SortedMap<String, Sighting> other) {
    return new Observed(engine, host, at, other, os, tip);
  }

  public Observed withOs(OsView other) {
    return new Observed(engine, host, at, sightings, other, tip);
  }

  /** With what the host's reference means; null = nobody asked. */
  public Observed withTip(@Nullable Sighting other) {
    return new Observed(engine, host, at, sightings, os, other);
  }

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
