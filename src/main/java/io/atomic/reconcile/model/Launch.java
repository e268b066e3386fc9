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
 */
public record Launch(
    String imageId,
    @Nullable String containerId,
    Fingerprint inputs,
    SortedMap<String, String> contents,
    Instant at,
    String bootId,
    @Nullable Integer exitCode) {
  public Launch {
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
  }
}
