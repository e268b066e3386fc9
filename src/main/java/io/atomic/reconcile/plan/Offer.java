package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.AppSpec.Pull;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.model.Sighting.Meaning;
import io.atomic.reconcile.model.Sighting.Silence;
import io.atomic.reconcile.model.Update;
import io.atomic.reconcile.model.Update.Policy;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the registry of an app or of the host has to offer, as far as a manifest wants to know. */
public sealed interface Offer {

  /** Its manifest does not want to know, or nobody has asked yet. */
  record NotAsked() implements Offer {}

  /** What is on disk is what the reference means. */
  record UpToDate(String digest) implements Offer {}

  /** The registry did not answer: what is there may be old. */
  record Unknown(Silence silence) implements Offer {}

  /** There is another version, and the manifest only wants that to be said. */
  record Available(Meaning meaning) implements Offer {}

  /**
   * There is another version, which is not old enough yet.
   *
   * @param ripe when it will be
   */
  record TooYoung(Meaning meaning, Instant ripe) implements Offer {}

  /** There is another version, which is taken when its {@code update.window} opens. */
  record OutsideWindow(Meaning meaning, ClosedWindow window) implements Offer {}

  /** There is another version, to be taken now. */
  record Due(Meaning meaning) implements Offer {}

  /**
   * Whether its registry is to be asked what its reference means. Of an app of which nothing is
   * recorded the image is fetched if it is not on disk, and a digest means one thing for ever.
   */
  static boolean isWanted(AppSpec spec, @Nullable AppRecord record) {
    return spec.update().policy() != Policy.NEVER
        && spec.pull() != Pull.NEVER
        && spec.state() != AppState.ABSENT
        && spec.image().digest() == null
        && record != null;
  }

  /**
   * The offer to an app.
   *
   * @param onDisk what its reference means in the engine, or if that has no image of that name any
   *     more, what is installed; null = nothing, so that it is fetched anyway
   * @param window of its manifest, if that is closed; null = it may be taken now
   */
  static Offer to(
      AppSpec spec,
      @Nullable AppRecord record,
      @Nullable Image onDisk,
      @Nullable Sighting sighting,
      @Nullable ClosedWindow window,
      Instant now) {
    if (!isWanted(spec, record)
        || onDisk == null
        || sighting == null
        || !sighting.reference().equals(spec.image().toString())) {
      return new NotAsked();
    }
    var meaning = sighting.meaning();
    if (sighting.silence() != null || meaning == null) {
      return sighting.silence() == null ? new NotAsked() : new Unknown(sighting.silence());
    }
    if (is(onDisk, meaning)) {
      return new UpToDate(meaning.digest());
    }
    return of(meaning, spec.update(), window, now);
  }

  /** The offer of a version that is not there yet, by a policy other than {@code never}. */
  static Offer of(Meaning meaning, Update update, @Nullable ClosedWindow window, Instant now) {
    var ripe = ripe(meaning, update);
    if (ripe.isAfter(now)) {
      return new TooYoung(meaning, ripe);
    }
    if (update.policy() != Policy.AUTO) {
      return new Available(meaning);
    }
    return window == null ? new Due(meaning) : new OutsideWindow(meaning, window);
  }

  private static boolean is(Image image, Meaning meaning) {
    return image.id().equals(meaning.imageId())
        || !Collections.disjoint(digestsOf(image), meaning.digests());
  }

  /** The registry digests that an image is known by, of whatever repository: content is content. */
  static Collection<String> digestsOf(Image image) {
    var digests = new TreeSet<String>();
    for (var name : image.digests()) {
      digests.add(name.substring(name.indexOf('@') + 1));
    }
    return digests;
  }

  /** The digest of an image that was fetched by that reference; null = it never was. */
  static @Nullable String digestOf(Image image, ImageReference reference) {
    return image.digests().stream()
        .filter(name -> isOf(name, reference))
        .map(name -> name.substring(name.indexOf('@') + 1))
        .findFirst()
        .orElse(null);
  }

  private static boolean isOf(String name, ImageReference reference) {
    try {
      return ImageIndex.areSame(ImageReference.parse(name).name(), reference.name());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** A version grows old from when it was built, or else from when it was first seen. */
  private static Instant ripe(Meaning meaning, Update update) {
    var minAge = update.minAge();
    var created = meaning.created();
    var born =
        created != null && created.isBefore(meaning.firstSeen()) ? created : meaning.firstSeen();
    return minAge == null ? Instant.MIN : born.plus(minAge);
  }
}
