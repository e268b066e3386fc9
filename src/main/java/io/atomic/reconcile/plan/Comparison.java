package io.atomic.reconcile.plan;

import org.jspecify.annotations.Nullable;

/**
 * One field that decides whether anything is to be done, and what it was compared to. Of secrets
 * and watched files only a reference is shown, and whether their content is the same.
 *
 * @param field path in the manifest, or the name of what was observed
 * @param before as recorded, or observed; null = it was not there
 * @param after as wanted; null = it is not to be there
 * @param equal whether both are the same, as far as anybody knows
 */
public record Comparison(
    Group group, String field, @Nullable String before, @Nullable String after, boolean equal) {

  /** What a difference leads to. */
  public enum Group {
    /** The app is installed again. */
    INSTALL,
    /** The app is run again. */
    RUN,
    /** What somebody else has changed is put right. */
    OBSERVED,
    /** Another deployment of the host is staged. */
    DEPLOYMENT,
    /** The manifest is recorded, and nothing restarts. */
    MANIFEST
  }
}
