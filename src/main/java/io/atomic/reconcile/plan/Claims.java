package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.MountUse;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a label command asks of the host, and what it was given.
 *
 * @param origin how messages call the command, such as {@code label RUN}
 * @param needs as far as its text tells, each spelled as the grant for it
 * @param mounts that may lead elsewhere than their text says
 * @param containers of the app's own that must be there, since the engine could take their names
 *     for the IDs of others
 * @param images from which it starts containers, besides the app's own
 * @param grants under which it runs, as manifests spell them
 */
public record Claims(
    String origin,
    SortedSet<String> needs,
    List<MountUse> mounts,
    SortedSet<String> containers,
    List<String> images,
    List<String> grants) {
  public Claims {
    needs = Collections.unmodifiableSortedSet(new TreeSet<>(needs));
    mounts = List.copyOf(mounts);
    containers = Collections.unmodifiableSortedSet(new TreeSet<>(containers));
    images = List.copyOf(images);
    grants = List.copyOf(grants);
  }
}
