package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.ImageReference;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Asks registries, without fetching any image. Every question has a deadline. */
public interface Registries {

  /**
   * Asks what a reference means now. One with a digest answers itself.
   *
   * @param known digests of which the asker needs to hear no more than that the reference means
   *     them: one cheap request is enough then, which registries do not count as a pull, and {@code
   *     digests} and {@code created} are not filled in
   */
  Answer ask(ImageReference reference, Set<String> known) throws InterruptedException;

  /** Asks for everything. */
  default Answer ask(ImageReference reference) throws InterruptedException {
    return ask(reference, Set.of());
  }

  /**
   * The size of an image for this machine as it is transferred, in bytes.
   *
   * @return null = the registry does not say
   */
  @Nullable Long compressedSize(ImageReference reference) throws InterruptedException;

  /** What became of a question. */
  sealed interface Answer {

    /**
     * The reference means something.
     *
     * @param digest {@code sha256:…} of the manifest or index that it names
     * @param digests that one and, where it is an index, that of the manifest for this machine: an
     *     engine may know the image by either
     * @param created when the image for this machine was built, by its own account; null = it does
     *     not say
     */
    record Means(String digest, SortedSet<String> digests, @Nullable Instant created)
        implements Answer {
      public Means {
        digests = Collections.unmodifiableSortedSet(new TreeSet<>(digests));
      }
    }

    /**
     * It is not known what the reference means now.
     *
     * @param why "tried to x, but y"
     * @param remedy what to do about it, if that is known
     */
    record Unknown(String why, @Nullable String remedy) implements Answer {}
  }
}
