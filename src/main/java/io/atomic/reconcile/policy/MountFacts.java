package io.atomic.reconcile.policy;

import io.atomic.reconcile.model.MountSource;
import io.atomic.reconcile.model.Volume;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was seen of the mounts of commands.
 *
 * @param sources where paths lead, by path as asked
 * @param volumes those that exist, by name
 * @param ours directories that this program has made for apps
 * @param systemLinks links of the system's own that lead to the same place for everybody, such as
 *     {@code /home} to {@code /var/home}, and where to
 * @param hostRoot what stands before every host path; empty on a real host
 */
public record MountFacts(
    SortedMap<String, MountSource> sources,
    SortedMap<String, Volume> volumes,
    SortedSet<String> ours,
    SortedMap<String, String> systemLinks,
    String hostRoot) {
  public MountFacts {
    sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
    ours = Collections.unmodifiableSortedSet(new TreeSet<>(ours));
    systemLinks = Collections.unmodifiableSortedMap(new TreeMap<>(systemLinks));
  }
}
