package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ProvenVersion;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an app's record tells of versions: which are not tried again, and which there is to go back
 * to.
 *
 * @param expiry after which a version that failed is tried once more
 */
record VersionMemory(Instant now, Duration expiry) {
  /** How long a version rests of which only a watched file has changed since it failed. */
  private static final Duration NEARLY = Duration.ofHours(1);

  /** Why a target is not tried; null = it may be. */
  @Nullable BadVersion against(Target target, @Nullable AppRecord record) {
    var trial = Trial.of(target);
    return record == null
        ? null
        : record.bad().stream()
            .filter(bad -> !isExpired(bad) && isAgainst(bad, trial))
            .findFirst()
            .orElse(null);
  }

  /** Whether somebody asked for it or a run makes it, a manifest that was gone back from is one. */
  private boolean isAgainst(BadVersion bad, Trial trial) {
    if (bad.isByHand()) {
      return bad.manifest().askedFor().equals(trial.manifest().askedFor());
    }
    return trial.isRepetitionOf(bad)
        || (trial.isNearly(bad) && now.isBefore(bad.at().plus(NEARLY)));
  }

  /** What somebody went back from by hand stays so until the manifest changes. */
  private boolean isExpired(BadVersion bad) {
    return !bad.isByHand()
        && !now.isBefore(bad.until() == null ? bad.at().plus(expiry) : bad.until());
  }

  /**
   * The latest version to go back to; null = there is none.
   *
   * @param state that the app is to have: what was only installed is no way back for what runs
   */
  static @Nullable ProvenVersion wayBack(@Nullable AppRecord record, AppState state) {
    return record == null
        ? null
        : record.proven().stream()
            .filter(version -> state != AppState.RUNNING || version.launch() != null)
            .filter(version -> !hasFailed(version, record))
            .findFirst()
            .orElse(null);
  }

  /** A version can prove itself, and fail for good when it is made anew. */
  private static boolean hasFailed(ProvenVersion version, AppRecord record) {
    return record.bad().stream()
        .anyMatch(bad ->
            !bad.isByHand()
                && bad.until() == null
                && bad.is(version.manifest(), version.imageId(), version.contents()));
  }

  /** What is said of an app for which its manifest's version is not tried. */
  static String message(BadVersion bad, @Nullable ProvenVersion runs) {
    var instead =
        runs == null
            ? "nothing is put in its place"
            : "it stays as it was (image %s)".formatted(Image.shortId(runs.imageId()));
    return bad.imageId() == null
        ? "somebody went back from what its manifest says on %s (%s); %s"
            .formatted(bad.at(), bad.reason(), instead)
        : "image %s with this manifest failed on %s and is not tried again%s: %s; %s"
            .formatted(
                Image.shortId(bad.imageId()),
                bad.at(),
                bad.until() == null ? "" : " before " + bad.until(),
                bad.reason(),
                instead);
  }

  static String remedy(BadVersion bad, String app) {
    return bad.isByHand()
        ? "it is held until its manifest changes, or 'retry %s'".formatted(app)
        : "it is tried again when its image or manifest changes, or with 'retry %s'".formatted(app);
  }
}
