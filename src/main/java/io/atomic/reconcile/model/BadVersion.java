package io.atomic.reconcile.model;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A version that is not tried again: it failed, or somebody went back from it.
 *
 * @param imageId of its image; null = whatever image that manifest means
 * @param manifest with which it was tried
 * @param contents hash of each input whose value is not recorded, by field: another secret or
 *     watched file is another try
 * @param reason why
 * @param output the last that it printed; empty = nothing
 * @param runId of the run that tried it
 * @param until when it is tried again; null = when the time has passed that the settings say
 */
public record BadVersion(
    @Nullable String imageId,
    App manifest,
    SortedMap<String, String> contents,
    String reason,
    String output,
    String runId,
    Instant at,
    @Nullable Instant until) {
  public BadVersion {
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
  }

  /** Whether somebody went back from it by hand: that is no failure. */
  public boolean isByHand() {
    return imageId == null;
  }

  /**
   * Whether it is of that manifest, with that image and those contents, as far as any of them were
   * noted.
   */
  public boolean is(App other, @Nullable String otherImageId, SortedMap<String, String> others) {
    return isOf(other, otherImageId) && others.entrySet().containsAll(contents.entrySet());
  }

  /** Whether it is of that manifest and with that image. */
  public boolean isOf(App other, @Nullable String otherImageId) {
    return manifest.equals(other) && (imageId == null || imageId.equals(otherImageId));
  }
}
