package io.atomic.reconcile.engine;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The engine's command line, for what its API does not offer.
 *
 * @param podman words that start podman's
 * @param environment all that it is started with
 */
public record EngineProgram(List<String> podman, SortedMap<String, String> environment) {
  public EngineProgram {
    podman = List.copyOf(podman);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }
}
