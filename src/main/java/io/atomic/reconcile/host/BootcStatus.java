package io.atomic.reconcile.host;

import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.Deployment.Layers;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.model.OsReference.Image;
import io.atomic.reconcile.model.OsReference.Verification;
import io.atomic.reconcile.model.OsView.Cached;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code bootc status --json} says, in its version {@code v1} and in {@code v1alpha1} before
 * it.
 *
 * @param deployments in boot order
 * @param bootsImages whether this host was booted from an image by bootc's rules
 */
record BootcStatus(List<Deployment> deployments, boolean bootsImages, @Nullable Cached cached) {
  private static final String API = "org.containers.bootc/v1";

  /** As ostree names stateroots where nobody has chosen a name; older releases do not tell it. */
  private static final String STATEROOT = "default";

  /**
   * Reads it.
   *
   * @throws JacksonException if it is not JSON
   * @throws IllegalArgumentException with a clause that says what is wrong, if it is something else
   */
  static BootcStatus read(String json) {
    var root = JsonMapper.shared().readTree(json);
    if (!root.path("apiVersion").asString("").startsWith(API)) {
      throw new IllegalArgumentException(
          "its apiVersion is '%s'".formatted(root.path("apiVersion").asString("")));
    }
    var status = root.path("status");
    var booted = deployment(status.path("booted"), true, false);
    var staged = deployment(status.path("staged"), false, true);
    var rollback = deployment(status.path("rollback"), false, false);
    var deployments = new ArrayList<Deployment>();
    if (staged != null) {
      deployments.add(staged);
    }
    var rollsBack =
        status.path("rollbackQueued").asBoolean(false)
            || root.path("spec").path("bootOrder").asString("").equals("rollback");
    if (rollback != null && rollsBack) {
      deployments.add(rollback);
    }
    if (booted != null) {
      deployments.add(booted);
    }
    if (rollback != null && !rollsBack) {
      deployments.add(rollback);
    }
    for (var other : status.path("otherDeployments").values()) {
      var deployment = deployment(other, false, false);
      if (deployment != null) {
        deployments.add(deployment);
      }
    }
    return new BootcStatus(
        List.copyOf(deployments),
        status.path("type").asString("").equals("bootcHost"),
        cached(status.path("booted").path("cachedUpdate")));
  }

  private static @Nullable Deployment deployment(JsonNode in, boolean booted, boolean staged) {
    if (!in.isObject()) {
      return null;
    }
    var ostree = in.path("ostree");
    // A composefs backend has no commits: the digest of its file system names the deployment.
    var checksum =
        ostree.isObject() ? text(ostree, "checksum") : text(in.path("composefs"), "verity");
    if (checksum == null) {
      throw new IllegalArgumentException("one of its deployments has no checksum");
    }
    var stateroot = text(ostree, "stateroot");
    var image = in.path("image");
    var reference = reference(image.path("image"));
    return new Deployment(
        "%s-%s.%d"
            .formatted(
                stateroot == null ? STATEROOT : stateroot,
                checksum,
                ostree.path("deploySerial").asInt(0)),
        stateroot == null ? STATEROOT : stateroot,
        checksum,
        null,
        reference == null ? "" : reference.toString(),
        reference,
        text(image, "imageDigest"),
        text(image, "version"),
        timestamp(text(image, "timestamp")),
        booted,
        staged,
        in.path("downloadOnly").asBoolean(false),
        in.path("pinned").asBoolean(false),
        in.path("incompatible").asBoolean(false),
        Layers.NONE,
        null);
  }

  private static @Nullable OsReference reference(JsonNode in) {
    var name = text(in, "image");
    if (name == null) {
      return null;
    }
    var transport = text(in, "transport");
    var verification = verification(in.path("signature"));
    try {
      return transport == null || transport.equals("registry")
          ? OsReference.inRegistry(verification, name, name)
          : new Image(verification, transport, name, null, null);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static Verification verification(JsonNode in) {
    var remote = text(in, "ostreeRemote");
    if (remote != null) {
      return new Verification.Remote(remote);
    }
    return in.asString("").equals("containerPolicy")
        ? new Verification.Policy()
        : new Verification.None();
  }

  private static @Nullable Cached cached(JsonNode in) {
    var reference = reference(in.path("image"));
    return reference == null
        ? null
        : new Cached(reference.toString(), null, text(in, "imageDigest"), text(in, "version"));
  }

  private static @Nullable Instant timestamp(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static @Nullable String text(JsonNode in, String key) {
    var value = in.path(key);
    return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : null;
  }
}
