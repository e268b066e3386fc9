package io.atomic.reconcile.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image as the engine lists it.
 *
 * @param id {@code sha256:} and 64 hexadecimal digits
 * @param tags full references with a tag, as the engine spells them
 * @param digests full references with a registry digest
 */
public record Image(
    String id, List<String> tags, List<String> digests, SortedMap<String, String> labels) {
  public Image {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** Enough of an image ID to recognise it by, without the algorithm. */
  public static String shortId(String id) {
    var hex = id.substring(id.indexOf(':') + 1);
    return hex.substring(0, Math.min(12, hex.length()));
  }
}
