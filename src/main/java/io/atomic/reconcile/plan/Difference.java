package io.atomic.reconcile.plan;

import org.jspecify.annotations.Nullable;

/**
 * One field that is not as it should be.
 *
 * @param field path in the manifest, or the name of what was observed
 * @param before as it is; null = it is not there
 * @param after as it should be; null = it is not to be there
 */
public record Difference(
    Cause cause, String field, @Nullable String before, @Nullable String after) {

  /** Why a change is needed. */
  public enum Cause {
    /** The manifest is not the one that was recorded. */
    CONFIG,
    /** The reference resolves to another image ID in the engine. */
    IMAGE,
    /** What is observed is not what was recorded. */
    DRIFT
  }
}
