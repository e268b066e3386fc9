package io.atomic.reconcile.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of an app that proved itself: there is a way back to it for as long as its image is
 * kept.
 *
 * @param manifest as it was applied
 * @param installation what was installed
 * @param launch its RUN; null = it is of an app that is only installed, or stopped
 * @param at when it had proved itself
 */
public record ProvenVersion(
    App manifest, Installation installation, @Nullable Launch launch, Instant at) {

  /** Whether both are the same image with the same inputs, whatever containers came of them. */
  boolean isMadeOf(@Nullable Installation otherInstallation, @Nullable Launch otherLaunch) {
    return otherInstallation != null
        && installation.imageId().equals(otherInstallation.imageId())
        && installation.inputs().hash().equals(otherInstallation.inputs().hash())
        && (launch == null
            ? otherLaunch == null
            : otherLaunch != null && launch.inputs().hash().equals(otherLaunch.inputs().hash()));
  }

  ProvenVersion withManifest(App other) {
    return new ProvenVersion(other, installation, launch, at);
  }

  public String imageId() {
    return installation.imageId();
  }
}
