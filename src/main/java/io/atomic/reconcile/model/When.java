package io.atomic.reconcile.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * On which hosts an app applies; every condition that is given must hold.
 *
 * @param hostname shell pattern with {@code *} and {@code ?}
 * @param arch as {@code uname -m} says
 * @param osRelease fields of os-release, compared exactly
 * @param fileExists an absolute host path
 */
public record When(
    @Nullable String hostname,
    @Nullable String arch,
    SortedMap<String, String> osRelease,
    @Nullable String fileExists) {
  public static final When ALWAYS = new When(null, null, Collections.emptySortedMap(), null);

  public When {
    osRelease = Collections.unmodifiableSortedMap(new TreeMap<>(osRelease));
  }
}
