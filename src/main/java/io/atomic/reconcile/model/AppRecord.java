package io.atomic.reconcile.model;

import io.atomic.reconcile.model.Observed.EngineKind;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What we made for one app. Each part is written when the step that made it has ended, so that a
 * crash at any instant leaves a record that is true.
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
    @Nullable EngineKind engine) {

  public AppRecord {
    containers = Collections.unmodifiableSortedSet(new TreeSet<>(containers));
    directories = List.copyOf(directories);
    pulled = Collections.unmodifiableSortedSet(new TreeSet<>(pulled));
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
        null);
  }

  /** Whether somebody made the app at the command line, and no manifest has declared it since. */
  public boolean isByHand() {
    return place == null;
  }

  public String name() {
    return manifest.name();
  }

  public ResourceId id() {
    return manifest.id();
  }

  public AppRecord withManifest(App other, @Nullable String otherPlace) {
    return new AppRecord(
        other,
        otherPlace,
        installation,
        launch,
        previous,
        containers,
        directories,
        pulled,
        outcome,
        engine);
  }

  /** Whether its RUN went well and left nothing that an engine could stop. */
  public boolean runsWithoutContainer() {
    return launch != null && launch.containerId() == null && launch.exitCode() == null;
  }

  public AppRecord withInstallation(@Nullable Installation other) {
    return new AppRecord(
        manifest, place, other, launch, previous, containers, directories, pulled, outcome, engine);
  }

  /** Also notes the launch's container as one of ours. */
  public AppRecord withLaunch(@Nullable Launch other) {
    var record =
        new AppRecord(
            manifest,
            place,
            installation,
            other,
            previous,
            containers,
            directories,
            pulled,
            outcome,
            engine);
    return other == null || other.containerId() == null
        ? record
        : record.withContainer(other.containerId());
  }

  /** The launch becomes the previous one. */
  public AppRecord withLaunchSetAside() {
    return new AppRecord(
        manifest,
        place,
        installation,
        null,
        launch,
        containers,
        directories,
        pulled,
        outcome,
        engine);
  }

  public AppRecord withContainer(String id) {
    var changed = new TreeSet<>(containers);
    changed.add(id);
    return new AppRecord(
        manifest,
        place,
        installation,
        launch,
        previous,
        changed,
        directories,
        pulled,
        outcome,
        engine);
  }

  /** Drops the container and every launch that refers to it. */
  public AppRecord withoutContainer(String id) {
    var changed = new TreeSet<>(containers);
    changed.remove(id);
    return new AppRecord(
        manifest,
        place,
        installation,
        launch != null && id.equals(launch.containerId()) ? null : launch,
        previous != null && id.equals(previous.containerId()) ? null : previous,
        changed,
        directories,
        pulled,
        outcome,
        engine);
  }

  public AppRecord withDirectories(List<String> other) {
    return new AppRecord(
        manifest,
        place,
        installation,
        launch,
        previous,
        containers,
        other,
        pulled,
        outcome,
        engine);
  }

  public AppRecord withPulled(String imageId) {
    var changed = new TreeSet<>(pulled);
    changed.add(imageId);
    return new AppRecord(
        manifest,
        place,
        installation,
        launch,
        previous,
        containers,
        directories,
        changed,
        outcome,
        engine);
  }

  public AppRecord withOutcome(@Nullable LastOutcome other) {
    return new AppRecord(
        manifest,
        place,
        installation,
        launch,
        previous,
        containers,
        directories,
        pulled,
        other,
        engine);
  }

  /** The record with the engine that the first of its effects was had on. */
  public AppRecord madeWith(EngineKind kind) {
    return engine != null || isEmpty()
        ? this
        : new AppRecord(
            manifest,
            place,
            installation,
            launch,
            previous,
            containers,
            directories,
            pulled,
            outcome,
            kind);
  }

  /** Whether it is known to have been made with another engine than that one. */
  public boolean isOnOther(EngineKind kind) {
    return engine != null && engine != kind;
  }

  private boolean isEmpty() {
    return installation == null && launch == null && containers.isEmpty() && pulled.isEmpty();
  }
}
