package io.atomic.reconcile.model;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a registry says of an image reference, or a repository of a branch.
 *
 * @param reference as the manifest writes it
 * @param meaning what it meant when the registry answered last; null = it never did
 * @param silence null = it answered when it was asked last
 */
public record Sighting(String reference, @Nullable Meaning meaning, @Nullable Silence silence) {

  /** What comes of an answer, given what was known before. */
  public static Sighting answered(
      @Nullable Sighting before,
      String reference,
      String digest,
      SortedSet<String> digests,
      @Nullable Instant created,
      Instant now) {
    var known = meaningOf(before, reference);
    var same = known != null && known.digest().equals(digest);
    return new Sighting(
        reference, same ? known : new Meaning(digest, digests, now, created, null), null);
  }

  /** What comes of getting no answer, given what was known before. */
  public static Sighting unanswered(
      @Nullable Sighting before,
      String reference,
      String why,
      @Nullable String remedy,
      Instant now) {
    var silence = before == null || !before.reference().equals(reference) ? null : before.silence();
    return new Sighting(
        reference,
        meaningOf(before, reference),
        silence == null ? new Silence(now, why, remedy) : silence);
  }

  private static @Nullable Meaning meaningOf(@Nullable Sighting before, String reference) {
    return before == null || !before.reference().equals(reference) ? null : before.meaning();
  }

  /** The same, now that what it means has been fetched. */
  public Sighting fetchedAs(String digest, String imageId) {
    return meaning == null || !meaning.digest().equals(digest)
        ? this
        : new Sighting(
            reference,
            new Meaning(digest, meaning.digests(), meaning.firstSeen(), meaning.created(), imageId),
            silence);
  }

  /**
   * What a tag means.
   *
   * @param digest {@code sha256:…} of the manifest or index that it names; of a branch the checksum
   *     of its commit
   * @param digests that one and, where it is an index, that of the manifest for this machine
   * @param firstSeen when we first saw that
   * @param created when the image was built, by its own account; null = it does not say, or was not
   *     asked because its digest was known
   * @param imageId that a fetch of it brought; null = it was not fetched by us. Engines do not
   *     always list an image under the digest that it was fetched by
   */
  public record Meaning(
      String digest,
      SortedSet<String> digests,
      Instant firstSeen,
      @Nullable Instant created,
      @Nullable String imageId) {
    public Meaning {
      digests = Collections.unmodifiableSortedSet(new TreeSet<>(digests));
    }
  }

  /**
   * That a registry did not answer.
   *
   * @param since the first time in a row
   * @param why "tried to x, but y", of that time
   */
  public record Silence(Instant since, String why, @Nullable String remedy) {}
}
