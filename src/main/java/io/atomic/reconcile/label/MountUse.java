package io.atomic.reconcile.label;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a command mounts. Whether that is free, and which grant it takes, depends on where it leads
 * on the host, which only somebody who can look there may say.
 */
public sealed interface MountUse {

  /**
   * A host path.
   *
   * @param path absolute, otherwise as written: it may have {@code ..} and lead over links
   * @param ownDirectory that of the app's three directories in which it lies by its text; null = in
   *     none
   * @param besides grants that it takes besides, such as for relabelling, where it is not the app's
   */
  record OfPath(
      String path, boolean readOnly, @Nullable String ownDirectory, SortedSet<String> besides)
      implements MountUse {
    public OfPath {
      besides = Collections.unmodifiableSortedSet(new TreeSet<>(besides));
    }
  }

  /** A volume that the engine keeps under a name. */
  record OfVolume(String name, boolean readOnly) implements MountUse {}
}
