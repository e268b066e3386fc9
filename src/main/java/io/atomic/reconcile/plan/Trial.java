package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.BadVersion;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A version that has to prove itself.
 *
 * @param imageId null = known after fetch
 * @param contents hash of each secret and watched file, by field, as it is before RUN
 */
public record Trial(App manifest, @Nullable String imageId, SortedMap<String, String> contents) {
  public Trial {
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
  }

  static Trial of(Target target) {
    return new Trial(
        target.app(), target.image() == null ? null : target.image().id(), target.contents());
  }

  /** Whether it is one that failed before. */
  boolean isRepetitionOf(BadVersion bad) {
    return bad.is(manifest, imageId, contents);
  }

  /**
   * Whether nothing but watched files tells it from one that failed: a container may have written
   * those by itself.
   */
  boolean isNearly(BadVersion bad) {
    var secrets = new TreeMap<>(bad.contents());
    secrets.keySet().removeIf(field -> !Inputs.isSecret(field));
    return bad.isOf(manifest, imageId) && contents.entrySet().containsAll(secrets.entrySet());
  }
}
