package io.atomic.reconcile.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A container image reference as a person writes it, {@code [registry/]repository[:tag][@digest]}.
 *
 * <p>Nothing is added to what was written: {@link #toString()} is the inverse of {@link #parse}.
 * The grammar is that of the distribution project's reference package: the first path part is a
 * registry only if it has a dot or a colon or is {@code localhost}.
 */
public record ImageReference(
    @Nullable String registry, String repository, @Nullable String tag, @Nullable String digest) {
  private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern REPOSITORY = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+])(?::[0-9]+)?");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  /** Longest repository with registry that engines accept. */
  private static final int MAX_NAME = 255;

  /**
   * The inverse of {@link #toString()}.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong with the text
   */
  public static ImageReference parse(String text) {
    var rest = text;
    String digest = null;
    var at = rest.indexOf('@');
    if (at >= 0) {
      digest = rest.substring(at + 1);
      rest = rest.substring(0, at);
      require(DIGEST, digest, "digest is not sha256: and 64 hexadecimal digits", text);
    }
    String tag = null;
    var colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = rest.substring(colon + 1);
      rest = rest.substring(0, colon);
      require(TAG, tag, "tag has characters that a tag cannot have", text);
    }
    String registry = null;
    var slash = rest.indexOf('/');
    if (slash > 0 && isRegistry(rest.substring(0, slash))) {
      registry = rest.substring(0, slash);
      rest = rest.substring(slash + 1);
      require(REGISTRY, registry, "registry is not a host name with an optional port", text);
    }
    if (rest.length() + (registry == null ? 0 : registry.length() + 1) > MAX_NAME) {
      throw new IllegalArgumentException(
          "image reference is longer than %d characters".formatted(MAX_NAME));
    }
    require(REPOSITORY, rest, "repository must be lower case letters, digits and . _ - /", text);
    return new ImageReference(registry, rest, tag, digest);
  }

  private static boolean isRegistry(String part) {
    return part.indexOf('.') >= 0 || part.indexOf(':') >= 0 || part.equals("localhost");
  }

  private static void require(Pattern pattern, String part, String complaint, String whole) {
    if (!pattern.matcher(part).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not an image reference: %s ('%s')".formatted(whole, complaint, part));
    }
  }

  /** Registry and repository, as written. */
  public String name() {
    return (registry == null ? "" : registry + "/") + repository;
  }

  /** The content that the digest names, whatever tags mean. */
  public ImageReference withDigest(String other) {
    return new ImageReference(registry, repository, null, other);
  }

  /** The tag that an engine would use: {@code latest} where neither tag nor digest is given. */
  public @Nullable String effectiveTag() {
    return tag == null && digest == null ? "latest" : tag;
  }

  @Override
  public String toString() {
    return name() + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }
}
