package io.atomic.reconcile.model;

import io.atomic.reconcile.model.Observed.EngineKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What we made for one app, and what we learned of it. Each part is written when the step that made
 * it has ended, so that a crash at any instant leaves a record that is true.
 *
 * @param manifest as applied last: the last good desired state
 * @param place of that manifest, for messages; where it is, is never compared. Null = no manifest
 *     declared the app: it was made by hand, and no run converges or prunes it
 * @param installation what is installed; null = nothing
 * @param launch the last RUN; null = never run, or its container was removed by us
 * @param previous the launch whose container is set aside while its successor is not proven
 * @param containers IDs of all containers that we or our INSTALL made and have not removed
 * @param directories host directories that we created, in order of creation
 * @param pulled IDs of images that we pulled for this app
 * @param outcome of the last run that did something to this app
 * @param engine that all of it was made with; null = nothing was made, or before that was recorded
 * @param proven versions that proved themselves, the latest first
 * @param bad versions that are not tried again, the latest first
 * @param suspension null = nobody suspended it at the command line
 * @param corrections when drift of it was corrected lately, in order
 * @param sighting what its registry said last; null = it was not asked
 * @param volumes of its containers, noted before these are removed: they are to go with the app
 */
public record AppRecord(
    App manifest,
    @Nullable String place,
    @Nullable Installation installation,
    @Nullable Launch launch,
    @Nullable Launch previous,
    SortedSet<String> containers,
    List<String> directories,
    SortedSet<String> pulled,
    @Nullable LastOutcome outcome,
    @Nullable EngineKind engine,
    List<ProvenVersion> proven,
    List<BadVersion> bad,
    @Nullable Suspension suspension,
    List<Instant> corrections,
    @Nullable Sighting sighting,
    SortedSet<String> volumes) {
  /** Nobody goes back further, and each is a whole manifest; so it is with what failed. */
  private static final int MOST_VERSIONS = 20;

  public AppRecord {
    volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
    containers = Collections.unmodifiableSortedSet(new TreeSet<>(containers));
    directories = List.copyOf(directories);
    pulled = Collections.unmodifiableSortedSet(new TreeSet<>(pulled));
    proven = List.copyOf(proven);
    bad = List.copyOf(bad);
    corrections = List.copyOf(corrections);
  }

  /** A record of an app for which nothing has been made yet. */
  public static AppRecord of(App manifest, @Nullable String place) {
    return new AppRecord(
        manifest,
        place,
        null,
        null,
        null,
        Collections.emptySortedSet(),
        List.of(),
        Collections.emptySortedSet(),
        null,
        null,
        List.of(),
        List.of(),
        null,
        List.of(),
        null,
        Collections.emptySortedSet());
  }

  public String name() {
    return manifest.name();
  }

  public ResourceId id() {
    return manifest.id();
  }

  /** Whether somebody made the app at the command line, and no manifest has declared it since. */
  public boolean isByHand() {
    return place == null;
  }

  /** Whether its RUN went well and left nothing that an engine could stop. */
  public boolean runsWithoutContainer() {
    return launch != null && launch.containerId() == null && launch.exitCode() == null;
  }

  /** Whether it is known to have been made with another engine than that one. */
  public boolean isOnOther(EngineKind kind) {
    return engine != null && engine != kind;
  }

  /** Whether what is there now has proved itself. */
  public boolean isProven() {
    return !proven.isEmpty() && proven.getFirst().isMadeOf(installation, launch);
  }

  /** Where a proven version is applied with other words, it is proven with those. */
  public AppRecord withManifest(App other, @Nullable String otherPlace) {
    return with(draft -> {
      draft.manifest = other;
      draft.place = otherPlace;
      if (isProven() && draft.proven.getFirst().manifest().equals(manifest)) {
        draft.proven.set(0, draft.proven.getFirst().withManifest(other));
      }
    });
  }

  public AppRecord withInstallation(@Nullable Installation other) {
    return with(draft -> draft.installation = other);
  }

  /** Also notes the launch's container as one of ours. */
  public AppRecord withLaunch(@Nullable Launch other) {
    return with(draft -> {
      draft.launch = other;
      if (other != null && other.containerId() != null) {
        draft.containers.add(other.containerId());
      }
    });
  }

  /** The launch becomes the previous one. */
  public AppRecord withLaunchSetAside() {
    return with(draft -> {
      draft.launch = null;
      draft.previous = launch;
    });
  }

  /** The previous launch is the app's own again. */
  public AppRecord withLaunchPutBack() {
    return with(draft -> {
      draft.launch = previous;
      draft.previous = null;
    });
  }

  public AppRecord withContainer(String id) {
    return with(draft -> draft.containers.add(id));
  }

  /** Drops the container and every launch that refers to it. */
  public AppRecord withoutContainer(String id) {
    return with(draft -> {
      draft.containers.remove(id);
      if (launch != null && id.equals(launch.containerId())) {
        draft.launch = null;
      }
      if (previous != null && id.equals(previous.containerId())) {
        draft.previous = null;
      }
    });
  }

  public AppRecord withDirectories(List<String> other) {
    return with(draft -> draft.directories = other);
  }

  public AppRecord withPulled(String imageId) {
    return with(draft -> draft.pulled.add(imageId));
  }

  /** An image that is not ours to remove any more. */
  public AppRecord withoutPulled(String imageId) {
    return with(draft -> draft.pulled.remove(imageId));
  }

  /** An image that is gone leads back to nothing. */
  public AppRecord withoutImage(String imageId) {
    return with(draft -> {
      draft.pulled.remove(imageId);
      draft.proven.removeIf(version -> version.imageId().equals(imageId));
    });
  }

  public AppRecord withOutcome(@Nullable LastOutcome other) {
    return with(draft -> draft.outcome = other);
  }

  /** The record with the engine that the first of its effects was had on. */
  public AppRecord madeWith(EngineKind kind) {
    return engine != null || isEmpty() ? this : with(draft -> draft.engine = kind);
  }

  private boolean isEmpty() {
    return installation == null && launch == null && containers.isEmpty() && pulled.isEmpty();
  }

  /** What is there now has proved itself, and is the version to go back to. */
  public AppRecord withProof(Instant now) {
    if (installation == null || isProven()) {
      return this;
    }
    var version = new ProvenVersion(manifest, installation, launch, now);
    return with(draft -> {
      draft.proven.removeIf(other -> other.isMadeOf(installation, launch));
      draft.proven.addFirst(version);
      if (draft.proven.size() > MOST_VERSIONS) {
        draft.proven.removeLast();
      }
    });
  }

  /**
   * The version so many proven ones before what is there now; null = there are not so many.
   *
   * @param back 1 = the one before
   */
  public @Nullable ProvenVersion provenBefore(int back) {
    var index = isProven() ? back : back - 1;
    return index < proven.size() ? proven.get(index) : null;
  }

  /** From now on that version is the first to go back to. */
  public AppRecord withFirst(ProvenVersion version) {
    return with(draft -> {
      draft.proven.remove(version);
      draft.proven.addFirst(version);
    });
  }

  /** One more version that is not tried again; it never proved itself, whatever was thought. */
  public AppRecord withBad(BadVersion version) {
    return with(draft -> {
      draft.bad.removeIf(
          other -> other.is(version.manifest(), version.imageId(), version.contents()));
      draft.bad.addFirst(version);
      if (draft.bad.size() > MOST_VERSIONS) {
        draft.bad.removeLast();
      }
    });
  }

  public AppRecord withBad(List<BadVersion> other) {
    return with(draft -> draft.bad = new ArrayList<>(other));
  }

  public AppRecord withVolumes(SortedSet<String> other) {
    return with(draft -> draft.volumes = other);
  }

  public AppRecord withCorrections(List<Instant> other) {
    return with(draft -> draft.corrections = other);
  }

  public AppRecord withSuspension(@Nullable Suspension other) {
    return with(draft -> draft.suspension = other);
  }

  public AppRecord withSighting(@Nullable Sighting other) {
    return with(draft -> draft.sighting = other);
  }

  private AppRecord with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.record();
  }

  /** The one place that copies a record. */
  private static final class Draft {
    private App manifest;
    private @Nullable String place;
    private @Nullable Installation installation;
    private @Nullable Launch launch;
    private @Nullable Launch previous;
    private final SortedSet<String> containers;
    private List<String> directories;
    private final SortedSet<String> pulled;
    private @Nullable LastOutcome outcome;
    private @Nullable EngineKind engine;
    private final List<ProvenVersion> proven;
    private List<BadVersion> bad;
    private @Nullable Suspension suspension;
    private List<Instant> corrections;
    private @Nullable Sighting sighting;
    private SortedSet<String> volumes;

    Draft(AppRecord record) {
      manifest = record.manifest;
      place = record.place;
      installation = record.installation;
      launch = record.launch;
      previous = record.previous;
      containers = new TreeSet<>(record.containers);
      directories = record.directories;
      pulled = new TreeSet<>(record.pulled);
      outcome = record.outcome;
      engine = record.engine;
      proven = new ArrayList<>(record.proven);
      bad = new ArrayList<>(record.bad);
      suspension = record.suspension;
      corrections = record.corrections;
      sighting = record.sighting;
      volumes = record.volumes;
    }

    AppRecord record() {
      return new AppRecord(
          manifest,
          place,
          installation,
          launch,
          previous,
          containers,
          directories,
          pulled,
          outcome,
          engine,
          proven,
          bad,
          suspension,
          corrections,
          sighting,
          volumes);
    }
  }
}
