package io.atomic.reconcile.registry;

import io.atomic.reconcile.http.Json;
import io.atomic.reconcile.http.Sayings;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a tag or a digest names in a registry. */
sealed interface ImageDocument {
  String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  /** What we understand. */
  List<String> MEDIA_TYPES = List.of(OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST);

  /** Images for several machines. */
  record Index(List<Entry> entries) implements ImageDocument {
    public Index {
      entries = List.copyOf(entries);
    }

    /** The image for a machine; null = there is none. */
    @Nullable Entry entryFor(Platform platform) {
      for (var variant : platform.variants()) {
        for (var entry : entries) {
          if (entry.os().equals(platform.os())
              && entry.architecture().equals(platform.architecture())
              && entry.variant().equals(variant)) {
            return entry;
          }
        }
      }
      // An index need not say what it is for if there is but one thing in it.
      return entries.size() == 1 && entries.getFirst().architecture().isEmpty()
          ? entries.getFirst()
          : null;
    }

    /** What it has something for, to be shown. */
    List<String> platforms() {
      return entries.stream()
          .filter(entry -> !entry.architecture().isEmpty() && !entry.os().equals("unknown"))
          .map(entry ->
              entry.os()
                  + "/"
                  + entry.architecture()
                  + (entry.variant().isEmpty() ? "" : "/" + entry.variant()))
          .map(Sayings::plain)
          .distinct()
          .toList();
    }
  }

  /** One of them; a field is empty if the index does not say. */
  record Entry(String digest, String os, String architecture, String variant) {}

  /**
   * An image for one machine.
   *
   * @param config digest of its configuration; null = it has none that we know of
   * @param created as it says itself beside the configuration; null = it does not
   * @param size of its layers together, in bytes
   */
  record Manifest(@Nullable String config, @Nullable Instant created, long size)
      implements ImageDocument {}

  /**
   * Reads one.
   *
   * @param contentType as the registry said; the document's own word goes first
   * @throws IllegalArgumentException with the second half of a "tried to x, but y"
   */
  static ImageDocument parse(byte[] body, String contentType) {
    var json = Json.object(body);
    var type = Objects.requireNonNullElse(json.text("mediaType"), contentType);
    var isIndex =
        type.equals(OCI_INDEX)
            || type.equals(DOCKER_LIST)
            || (json.has("manifests") && !json.has("config"));
    if (isIndex) {
      return new Index(
          json.list("manifests").stream()
              .map(ImageDocument::entry)
              .filter(entry -> Digests.isDigest(entry.digest()))
              .toList());
    }
    if (!json.has("config") && !json.has("layers")) {
      throw new IllegalArgumentException("it is no image manifest");
    }
    var config = json.in("config").text("digest");
    return new Manifest(
        Digests.isDigest(config) ? config : null,
        instant(json.in("annotations").text("org.opencontainers.image.created")),
        json.list("layers").stream().mapToLong(layer -> layer.number("size")).sum());
  }

  private static Entry entry(Json json) {
    var platform = json.in("platform");
    return new Entry(
        Objects.requireNonNullElse(json.text("digest"), ""),
        Objects.requireNonNullElse(platform.text("os"), ""),
        Objects.requireNonNullElse(platform.text("architecture"), ""),
        Objects.requireNonNullElse(platform.text("variant"), ""));
  }

  /** When an image was built, by its configuration; null = it does not say. */
  static @Nullable Instant created(byte[] config) {
    return instant(Json.object(config).text("created"));
  }

  private static @Nullable Instant instant(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      var instant = Instant.parse(text);
      // Who builds reproducibly writes the beginning of time, which says nothing about age.
      return instant.isAfter(Instant.EPOCH) ? instant : null;
    } catch (DateTimeParseException _) {
      return null;
    }
  }
}
