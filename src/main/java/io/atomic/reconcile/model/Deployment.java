package io.atomic.reconcile.model;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A bootable version of the operating system on this host, as its tool reports it.
 *
 * @param id {@code OSNAME-CHECKSUM.SERIAL}: names it for good
 * @param osname the stateroot that it belongs to
 * @param checksum of the commit that is deployed; with layered packages that is one made here
 * @param baseChecksum of the commit that packages were layered on; null = none were
 * @param origin what it was made of, as written
 * @param reference the same in canonical form; null = nobody can read it
 * @param digest {@code sha256:…} of the image's manifest; null = it is no image, or not known
 * @param version of the base; null = it names none
 * @param timestamp when the base was built; null = not known
 * @param booted whether it runs now
 * @param staged whether it is written at shutdown only; a power cut loses it
 * @param locked whether even a shutdown does not write it, until it is unlocked
 * @param pinned whether no clean-up removes it
 * @param modified whether bootc refuses to touch it, because packages were layered
 * @param layers what was changed on top of the base
 * @param pulled checksum that its branch means on this host, where that is another one: newer
 *     content was pulled already; null = none was
 */
public record Deployment(
    String id,
    String osname,
    String checksum,
    @Nullable String baseChecksum,
    String origin,
    @Nullable OsReference reference,
    @Nullable String digest,
    @Nullable String version,
    @Nullable Instant timestamp,
    boolean booted,
    boolean staged,
    boolean locked,
    boolean pinned,
    boolean modified,
    Layers layers,
    @Nullable String pulled) {

  /** The commit that the branch or image brought. */
  public String base() {
    return baseChecksum == null ? checksum : baseChecksum;
  }

  /** What people know it by. */
  public String title() {
    return version == null ? checksum.substring(0, Math.min(12, checksum.length())) : version;
  }

  /**
   * What was asked for on top of the base, whether it has an effect or not.
   *
   * @param packages names as they were requested
   * @param localPackages those installed from files, as name-version-release.arch
   * @param removals base packages that were removed
   * @param replacements base packages that were replaced, as name-version-release.arch
   */
  public record Layers(
      SortedSet<String> packages,
      SortedSet<String> localPackages,
      SortedSet<String> removals,
      SortedSet<String> replacements) {
    public static final Layers NONE =
        new Layers(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

    public Layers {
      packages = Collections.unmodifiableSortedSet(new TreeSet<>(packages));
      localPackages = Collections.unmodifiableSortedSet(new TreeSet<>(localPackages));
      removals = Collections.unmodifiableSortedSet(new TreeSet<>(removals));
      replacements = Collections.unmodifiableSortedSet(new TreeSet<>(replacements));
    }

    public boolean isEmpty() {
      return packages.isEmpty()
          && localPackages.isEmpty()
          && removals.isEmpty()
          && replacements.isEmpty();
    }
  }
}
