package io.atomic.reconcile.model;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
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
        && isMadeOf(
            otherInstallation.imageId(),
            otherInstallation.inputs(),
            otherLaunch == null ? null : otherLaunch.inputs())
        && contents().equals(contents(otherInstallation, otherLaunch));
  }

  /**
   * Whether it is that image with those inputs, whatever secrets and watched files hold.
   *
   * @param run null = it does not run
   */
  public boolean isMadeOf(String image, Fingerprint install, @Nullable Fingerprint run) {
    return installation.imageId().equals(image)
        && installation.inputs().hash().equals(install.hash())
        && (launch == null
            ? run == null
            : run != null && launch.inputs().hash().equals(run.hash()));
  }

  /** Hash of each secret and watched file that it was made with, by field. */
  public SortedMap<String, String> contents() {
    return contents(installation, launch);
  }

  private static SortedMap<String, String> contents(
      Installation installation, @Nullable Launch launch) {
    var contents = new TreeMap<>(installation.contents());
    if (launch != null) {
      contents.putAll(launch.contents());
    }
    return contents;
  }

  ProvenVersion withManifest(App other) {
    return new ProvenVersion(other, installation, launch, at);
  }

  public String imageId() {
    return installation.imageId();
  }
}
