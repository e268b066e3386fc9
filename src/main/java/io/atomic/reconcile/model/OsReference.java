package io.atomic.reconcile.model;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment of the operating system was made of, in one canonical form for every spelling
 * that rpm-ostree and bootc accept: they themselves compare the text, so that equal references look
 * different to them.
 */
public sealed interface OsReference {
  Pattern CHECKSUM = Pattern.compile("[0-9a-f]{64}");

  /** Names of remotes, and what stands between the slashes of branches, as ostree has them. */
  String NAME = "[A-Za-z0-9_.-]+";

  /**
   * A branch of an ostree repository.
   *
   * @param remote null = none: of whatever remote in a manifest, of this machine in a deployment
   */
  record Branch(@Nullable String remote, String ref) implements OsReference {
    @Override
    public String toString() {
      return remote == null ? ref : remote + ":" + ref;
    }
  }

  /** One commit, whatever branch it was on. */
  record Commit(String checksum) implements OsReference {
    @Override
    public String toString() {
      return checksum;
    }
  }

  /**
   * A container image.
   *
   * @param verification who vouches for it; another one is another reference, since it decides what
   *     is trusted
   * @param transport such as {@code registry}, {@code containers-storage}, {@code oci}
   * @param name without tag and digest; the registry's host in lower case
   * @param tag null = the reference has a digest only, or its transport knows no tags
   */
  record Image(
      Verification verification,
      String transport,
      String name,
      @Nullable String tag,
      @Nullable String digest)
      implements OsReference {
    private static final String REGISTRY = "registry";

    public boolean isInRegistry() {
      return transport.equals(REGISTRY);
    }

    /** The same without a digest: what a tag means is compared by itself. */
    public Image withoutDigest() {
      return new Image(verification, transport, name, tag, null);
    }

    /** As the tools for images write it, without transport and verification. */
    public String location() {
      return name + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }

    /** As rpm-ostree writes it. */
    @Override
    public String toString() {
      return verification.prefix() + (isInRegistry() ? "docker://" : transport + ":") + location();
    }
  }

  /** How the content of an image is verified before it is deployed. */
  sealed interface Verification {
    /** By containers-policy.json(5), which must not let just anything pass. */
    record Policy() implements Verification {}

    /** By nobody but the transport. */
    record None() implements Verification {}

    /** By the keys of an ostree remote, over the commit inside. */
    record Remote(String name) implements Verification {}

    private String prefix() {
      return switch (this) {
        case Policy _ -> "ostree-image-signed:";
        case None _ -> "ostree-unverified-image:";
        case Remote(var name) -> "ostree-remote-image:" + name + ":";
      };
    }
  }

  /**
   * Reads any spelling.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong with the text
   */
  static OsReference parse(String text) {
    if (text.isBlank() || text.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("'%s' names nothing".formatted(text));
    }
    if (CHECKSUM.matcher(text).matches()) {
      return new Commit(text);
    }
    for (var spelling : Spellings.ALL) {
      if (text.startsWith(spelling.prefix())) {
        return spelling.read(text.substring(spelling.prefix().length()), text);
      }
    }
    return branch(text.startsWith("ostree://") ? text.substring("ostree://".length()) : text, text);
  }

  private static Branch branch(String rest, String whole) {
    var colon = rest.indexOf(':');
    var remote = colon <= 0 ? null : rest.substring(0, colon);
    var ref = rest.substring(colon + 1);
    if (!ref.matches(NAME + "(/" + NAME + ")*") || (remote != null && !remote.matches(NAME))) {
      throw new IllegalArgumentException(
          "'%s' is neither 'remote:branch' nor an image with its transport, such as 'ostree-image-signed:docker://quay.io/team/os:stable'"
              .formatted(whole));
    }
    return new Branch(remote, ref);
  }

  /** Reads {@code NAME[:TAG][@DIGEST]} of a registry. */
  static Image inRegistry(Verification verification, String location, String whole) {
    ImageReference reference;
    try {
      reference = ImageReference.parse(location);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' names no image: %s".formatted(whole, e.getMessage()), e);
    }
    if (reference.registry() == null) {
      throw new IllegalArgumentException(
          "'%s' names no registry: write it out, such as 'quay.io/%s'"
              .formatted(whole, reference.repository()));
    }
    return new Image(
        verification,
        Image.REGISTRY,
        reference.registry().toLowerCase(Locale.ROOT) + "/" + reference.repository(),
        reference.effectiveTag(),
        reference.digest());
  }

  /**
   * Whether a deployment made of {@code actual} is one of this reference, leaving aside which
   * version of it: a remote that is not named is any, and what a tag means is compared elsewhere.
   *
   * @param digest of the deployed image; null = it has none, or it is not known
   */
  default boolean isServedBy(@Nullable OsReference actual, @Nullable String digest) {
    return switch (this) {
      case Branch(var remote, var ref) ->
          actual instanceof Branch other
              && other.ref().equals(ref)
              && (remote == null || remote.equals(other.remote()));
      case Commit commit -> commit.equals(actual);
      case Image image -> {
        if (!(actual instanceof Image other)
            || !other.verification().equals(image.verification())
            || !other.transport().equals(image.transport())
            || !other.name().equals(image.name())) {
          yield false;
        }
        if (image.tag() != null || image.digest() == null) {
          yield Objects.equals(image.tag(), other.tag());
        }
        // By digest alone: under whatever tag, it is the same content. That of an index stands in
        // the reference only; what is told beside it then is that of this machine's manifest.
        yield image.digest().equals(other.digest()) || image.digest().equals(digest);
      }
    };
  }

  /** The prefixes of container references, and what follows each. */
  record Spellings(String prefix, Kind kind) {
    private enum Kind {
      SIGNED,
      UNVERIFIED,
      UNVERIFIED_REGISTRY,
      REMOTE,
      REMOTE_REGISTRY
    }

    private static final List<Spellings> ALL =
        List.of(
            new Spellings("ostree-image-signed:", Kind.SIGNED),
            new Spellings("ostree-unverified-registry:", Kind.UNVERIFIED_REGISTRY),
            new Spellings("ostree-unverified-image:", Kind.UNVERIFIED),
            new Spellings("ostree-remote-registry:", Kind.REMOTE_REGISTRY),
            new Spellings("ostree-remote-image:", Kind.REMOTE));

    private OsReference read(String rest, String whole) {
      return switch (kind) {
        case SIGNED -> withTransport(new Verification.Policy(), rest, whole);
        case UNVERIFIED -> withTransport(new Verification.None(), rest, whole);
        case UNVERIFIED_REGISTRY -> inRegistry(new Verification.None(), rest, whole);
        case REMOTE, REMOTE_REGISTRY -> {
          var colon = rest.indexOf(':');
          if (colon < 0 || !rest.substring(0, colon).matches(NAME)) {
            throw new IllegalArgumentException(
                "'%s' names no remote whose keys verify the image".formatted(whole));
          }
          var verification = new Verification.Remote(rest.substring(0, colon));
          var image = rest.substring(colon + 1);
          yield kind == Kind.REMOTE
              ? withTransport(verification, image, whole)
              : inRegistry(verification, image, whole);
        }
      };
    }

    private static Image withTransport(Verification verification, String rest, String whole) {
      for (var registry : List.of("docker://", "registry:")) {
        if (rest.startsWith(registry)) {
          return inRegistry(verification, rest.substring(registry.length()), whole);
        }
      }
      var colon = rest.indexOf(':');
      if (colon <= 0 || colon == rest.length() - 1) {
        throw new IllegalArgumentException(
            "'%s' names no transport: write 'docker://' before the image".formatted(whole));
      }
      return new Image(
          verification, rest.substring(0, colon), rest.substring(colon + 1), null, null);
    }
  }
}
