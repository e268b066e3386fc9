package io.atomic.reconcile.it;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A deployment as {@code rpm-ostree status --json} shows it.
 *
 * @param id what it is told apart by
 * @param reference branch, commit or container image that it follows, as written
 * @param checksum of what is deployed
 * @param base checksum of what its packages are layered on; the same where there are none
 * @param digest of the image; null where it is no image
 * @param packages that were asked for
 * @param removals packages of the base that were asked to go
 */
record SeenDeployment(
    String id,
    String reference,
    @Nullable String version,
    String checksum,
    String base,
    @Nullable String digest,
    List<String> packages,
    List<String> removals,
    boolean isBooted,
    boolean isStaged,
    boolean isLocked,
    boolean isPinned) {

  static SeenDeployment parsed(JsonNode shown) {
    var checksum = shown.path("checksum").asString();
    return new SeenDeployment(
        shown.path("id").asString(),
        shown.path("container-image-reference").asString(shown.path("origin").asString("")),
        text(shown, "version"),
        checksum,
        shown.path("base-checksum").asString(checksum),
        text(shown, "container-image-reference-digest"),
        strings(shown.path("requested-packages")),
        strings(shown.path("requested-base-removals")),
        shown.path("booted").asBoolean(),
        shown.path("staged").asBoolean(false),
        shown.path("finalization-locked").asBoolean(false),
        shown.path("pinned").asBoolean(false));
  }

  private static @Nullable String text(JsonNode shown, String key) {
    return shown.has(key) ? shown.path(key).asString() : null;
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }
}
