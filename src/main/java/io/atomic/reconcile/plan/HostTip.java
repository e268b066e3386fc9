package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.model.Update.Policy;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The newest content that a reference stands for.
 *
 * @param id checksum of a commit, or digest of an image's manifest
 * @param ids all by which a deployment of it may be known: an image may be of an index
 */
public record HostTip(String id, Set<String> ids) {
  public HostTip {
    ids = Set.copyOf(ids);
  }

  /** Whether it is wanted to know what the reference means: a pin means one thing for ever. */
  public static boolean isWanted(HostSpec spec) {
    return spec.update().policy() != Policy.NEVER
        && spec.version() == null
        && spec.commit() == null
        && spec.digest() == null
        && spec.ref() != null
        && switch (OsReference.parse(spec.ref())) {
          case OsReference.Branch _ -> true;
          case OsReference.Commit _ -> false;
          case OsReference.Image image -> image.isInRegistry() && image.digest() == null;
        };
  }

  /**
   * What an update comes to.
   *
   * @param window of the manifest, if that is closed; null = it may be taken now
   */
  static Offer offer(
      HostSpec spec,
      Deployment deployment,
      @Nullable Sighting sighting,
      @Nullable ClosedWindow window,
      Instant now) {
    if (!isWanted(spec)
        || sighting == null
        || !sighting.reference().equals(spec.ref())
        || !OsReference.parse(sighting.reference())
            .isServedBy(deployment.reference(), deployment.digest())) {
      return new Offer.NotAsked();
    }
    var meaning = sighting.meaning();
    if (sighting.silence() != null || meaning == null) {
      return sighting.silence() == null
          ? new Offer.NotAsked()
          : new Offer.Unknown(sighting.silence());
    }
    return of(meaning).is(deployment)
        ? new Offer.UpToDate(meaning.digest())
        : Offer.of(meaning, spec.update(), window, now);
  }

  /** What is to be taken in place of a deployment; null = nothing is, or it is of that. */
  static @Nullable HostTip due(
      HostSpec spec, Deployment deployment, @Nullable Sighting sighting, Instant now) {
    return offer(spec, deployment, sighting, null, now) instanceof Offer.Due(var meaning)
        ? of(meaning)
        : null;
  }

  /** What is followed, whether it is there or not; null = nothing is, or nobody knows it. */
  static @Nullable HostTip followed(HostSpec spec, @Nullable Sighting sighting) {
    return isWanted(spec)
            && spec.update().policy() == Policy.AUTO
            && sighting != null
            && sighting.meaning() != null
            && sighting.reference().equals(spec.ref())
        ? of(sighting.meaning())
        : null;
  }

  static HostTip of(Sighting.Meaning meaning) {
    var ids = new TreeSet<>(meaning.digests());
    ids.add(meaning.digest());
    return new HostTip(meaning.digest(), ids);
  }

  boolean is(Deployment deployment) {
    return !Collections.disjoint(
        ids, Set.of(deployment.base(), deployment.digest() == null ? "" : deployment.digest()));
  }

  boolean isImage() {
    return id.startsWith("sha256:");
  }

  /** The field of the manifest that would pin it. */
  String field() {
    return isImage() ? "digest" : "commit";
  }

  /** The same of a deployment. */
  @Nullable String of(Deployment deployment) {
    return isImage() ? deployment.digest() : deployment.base();
  }
}
