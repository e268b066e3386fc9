package io.atomic.reconcile.model;

import org.jspecify.annotations.Nullable;

/**
 * A resource that is to be, and who says so.
 *
 * @param place of the manifest that declares it; null = somebody at the command line
 */
public record Declared<R extends Resource>(R resource, @Nullable Place place) {
  /** {@link #place()} in words that messages use; null = no manifest declares it. */
  public @Nullable String placeText() {
    return place == null ? null : place.toString();
  }
}
