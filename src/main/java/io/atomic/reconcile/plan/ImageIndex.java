package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Observed.EngineKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engine's images by every name they go by.
 *
 * <p>A name without a registry means Docker Hub, there in {@code library} if it has one part;
 * podman looks among its own {@code localhost/} images first.
 */
public final class ImageIndex {
  private final EngineKind kind;
  private final Map<String, Image> byName = new HashMap<>();
  private final Map<String, Image> byId = new HashMap<>();

  public ImageIndex(EngineKind kind, Collection<Image> images) {
    this.kind = kind;
    for (var image : images) {
      byId.put(image.id(), image);
      for (var names : List.of(image.tags(), image.digests())) {
        for (var name : names) {
          parse(name).forEach(key -> byName.put(key, image));
        }
      }
    }
  }

  /** The engine that has them. */
  EngineKind engine() {
    return kind;
  }

  private static List<String> parse(String name) {
    try {
      return List.of(canonical(ImageReference.parse(name)));
    } catch (IllegalArgumentException _) {
      // Engines list nameless images as <none>:<none>.
      return List.of();
    }
  }

  /** The image that the reference resolves to now; null = it is not on disk. */
  public @Nullable Image find(ImageReference reference) {
    if (reference.registry() == null && kind == EngineKind.PODMAN) {
      var local =
          new ImageReference(
              "localhost", reference.repository(), reference.tag(), reference.digest());
      var image = byName.get(canonical(local));
      if (image != null) {
        return image;
      }
    }
    return byName.get(canonical(reference));
  }

  public @Nullable Image byId(String id) {
    return byId.get(id);
  }

  /**
   * The one image whose ID begins like that.
   *
   * @param beginning with or without the algorithm
   * @return null = there is none, or more than one
   */
  public @Nullable Image byBeginningOfId(String beginning) {
    var matching =
        byId.values().stream()
            .filter(image ->
                image.id().startsWith(beginning)
                    || image.id().substring(image.id().indexOf(':') + 1).startsWith(beginning))
            .toList();
    return matching.size() == 1 ? matching.getFirst() : null;
  }

  /**
   * Whether a name is one that fetching a reference gives an image: that name itself, or the digest
   * that it meant.
   */
  static boolean areOfOneFetch(String name, String reference) {
    try {
      var given = ImageReference.parse(name);
      return areSame(name, reference)
          || (given.digest() != null
              && areSame(given.name(), ImageReference.parse(reference).name()));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Whether two references are spellings of one name. */
  static boolean areSame(String one, String other) {
    return parse(one).equals(parse(other));
  }

  private static String canonical(ImageReference reference) {
    var registry = reference.registry();
    var repository = reference.repository();
    if (registry == null || registry.equals("index.docker.io")) {
      registry = "docker.io";
    }
    if (registry.equals("docker.io") && repository.indexOf('/') < 0) {
      repository = "library/" + repository;
    }
    // A digest says it all: the tag beside it is for people.
    return registry
        + "/"
        + repository
        + (reference.digest() == null ? ":" + reference.effectiveTag() : "@" + reference.digest());
  }
}
