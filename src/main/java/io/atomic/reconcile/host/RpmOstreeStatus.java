package io.atomic.reconcile.host;

import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.Deployment.Layers;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.model.OsView.Cached;
import io.atomic.reconcile.model.OsView.Driver;
import io.atomic.reconcile.model.OsView.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code rpm-ostree status --json} says, of every release since 2017: keys that are missing
 * have their default, and those that are not known here are passed over.
 *
 * @param deployments in boot order
 */
record RpmOstreeStatus(
    List<Deployment> deployments,
    @Nullable Transaction transaction,
    @Nullable Driver driver,
    @Nullable Cached cached) {
  private static final String DIGEST = "container-image-reference-digest";

  /**
   * Reads it.
   *
   * @throws JacksonException if it is not JSON
   * @throws IllegalArgumentException with a clause that says what is wrong, if it is something else
   */
  static RpmOstreeStatus read(String json) {
    var root = JsonMapper.shared().readTree(json);
    var all = root.path("deployments");
    if (!all.isArray()) {
      throw new IllegalArgumentException("it has no list of deployments");
    }
    var deployments = new ArrayList<Deployment>();
    for (var one : all.values()) {
      deployments.add(deployment(one));
    }
    return new RpmOstreeStatus(
        List.copyOf(deployments),
        transaction(root.path("transaction")),
        driver(root.path("update-driver")),
        cached(root.path("cached-update")));
  }

  private static Deployment deployment(JsonNode in) {
    var checksum = required(in, "checksum");
    var image = text(in, "container-image-reference");
    var origin = image == null ? text(in, "origin") : image;
    var base = text(in, "base-checksum");
    var pulled = text(in, "pending-base-checksum");
    return new Deployment(
        required(in, "id"),
        required(in, "osname"),
        checksum,
        base,
        origin == null ? "" : origin,
        reference(origin),
        digest(in),
        text(in, base == null ? "version" : "base-version"),
        timestamp(in.path(base == null ? "timestamp" : "base-timestamp")),
        flag(in, "booted"),
        flag(in, "staged"),
        flag(in, "finalization-locked"),
        flag(in, "pinned"),
        false,
        new Layers(
            texts(in, "requested-packages"),
            texts(in, "requested-local-packages"),
            texts(in, "requested-base-removals"),
            texts(in, "requested-base-local-replacements")),
        pulled);
  }

  /** A reference that nobody understands is not the one that a manifest wants. */
  static @Nullable OsReference reference(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return OsReference.parse(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** Older releases only tell it with the commit. */
  private static @Nullable String digest(JsonNode in) {
    var digest = text(in, DIGEST);
    return digest == null ? text(in.path("base-commit-meta"), "ostree.manifest-digest") : digest;
  }

  private static @Nullable Transaction transaction(JsonNode in) {
    return in.isArray() ? new Transaction(in.path(0).asString(""), in.path(1).asString("")) : null;
  }

  private static @Nullable Driver driver(JsonNode in) {
    var name = text(in, "driver-name");
    return name == null ? null : new Driver(name, text(in, "driver-sd-unit"));
  }

  private static @Nullable Cached cached(JsonNode in) {
    var origin = text(in, "origin");
    return origin == null
        ? null
        : new Cached(origin, text(in, "checksum"), text(in, DIGEST), text(in, "version"));
  }

  private static String required(JsonNode in, String key) {
    var text = text(in, key);
    if (text == null) {
      throw new IllegalArgumentException("one of its deployments has no '%s'".formatted(key));
    }
    return text;
  }

  private static @Nullable String text(JsonNode in, String key) {
    var value = in.path(key);
    return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : null;
  }

  /** Some releases write them in the wrong order of bytes: what cannot be a time is not known. */
  private static @Nullable Instant timestamp(JsonNode in) {
    if (!in.isIntegralNumber() || !in.canConvertToLong()) {
      return null;
    }
    var seconds = in.longValue();
    return seconds < 0 || seconds > Instant.MAX.getEpochSecond()
        ? null
        : Instant.ofEpochSecond(seconds);
  }

  private static boolean flag(JsonNode in, String key) {
    return in.path(key).asBoolean(false);
  }

  private static SortedSet<String> texts(JsonNode in, String key) {
    var texts = new TreeSet<String>();
    for (var value : in.path(key).values()) {
      if (value.isString()) {
        texts.add(value.stringValue());
      }
    }
    return texts;
  }
}
