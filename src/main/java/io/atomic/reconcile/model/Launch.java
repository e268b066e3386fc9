package io.atomic.reconcile.model;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One RUN that was carried out.
 *
 * @param containerId what it left; null = it left no container
 * @param inputs what RUN depended on
 * @param contents hash of each input whose value is not recorded (secrets, watched files), by
 *     field; one that is missing here counts as unchanged
 * @param bootId of the boot in which it ran
 * @param exitCode of a run to completion that has ended; null otherwise
 * @param live what its container was started as; null = it was not inspected, and nothing is
 *     compared
 */
public record Launch(
    String imageId,
    @Nullable String containerId,
    Fingerprint inputs,
    SortedMap<String, String> contents,
    Instant at,
    String bootId,
    @Nullable Integer exitCode,
    @Nullable LiveFields live) {
  public Launch {
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
  }

  /** One whose container was not inspected. */
  public Launch(
      String imageId,
      @Nullable String containerId,
      Fingerprint inputs,
      SortedMap<String, String> contents,
      Instant at,
      String bootId,
      @Nullable Integer exitCode) {
    this(imageId, containerId, inputs, contents, at, bootId, exitCode, null);
  }

  public Launch with(@Nullable LiveFields seen) {
    return new Launch(imageId, containerId, inputs, contents, at, bootId, exitCode, seen);
  }
}
