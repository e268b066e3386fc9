package io.atomic.reconcile.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A container app as a manifest declares it.
 *
 * @param name {@code metadata.name}, the NAME of the label commands
 * @param labels {@code metadata.labels}, for selection only
 */
public record App(String name, SortedMap<String, String> labels, AppSpec spec) implements Resource {
  public App {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  @Override
  public ResourceId id() {
    return ResourceId.app(name);
  }

  /** As if nothing kept it from being touched: somebody has asked for it. */
  public App askedFor() {
    return withSpec(spec.askedFor());
  }

  public App withSpec(AppSpec other) {
    return new App(name, labels, other);
  }
}
