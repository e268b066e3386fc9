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
 * @param secrets hash of each secret that it is given, by field
 */
public record Trial(App manifest, @Nullable String imageId, SortedMap<String, String> secrets) {
  public Trial {
    secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
  }

  static Trial of(Target target) {
    var secrets = new TreeMap<>(target.contents());
    // What is watched a container may change by itself, which makes no other version of it.
    secrets.keySet().removeIf(field -> !Inputs.isSecret(field));
    return new Trial(target.app(), target.image() == null ? null : target.image().id(), secrets);
  }

  /** Whether it is one that failed before. */
  boolean isRepetitionOf(BadVersion bad) {
    return bad.is(manifest, imageId, secrets);
  }
}
