package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Recorded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The steps that undo what we made for an app. Data stays, unless {@link DataPurge} is wanted. */
final class RemovalDraft {
  private final Change.Remove change;
  private final RecordedCommands recorded;
  private final Recorded all;
  private final Desired desired;
  private final EngineView.Reached engine;
  private final DataPurge data;

  RemovalDraft(
      Change.Remove change,
      RecordedCommands recorded,
      Situation situation,
      EngineView.Reached engine) {
    this.change = change;
    this.recorded = recorded;
    this.all = situation.recorded();
    this.desired = situation.desired();
    this.engine = engine;
    this.data = DataPurge.of(change, situation);
  }

  StepChain draft() {
    var app = change.id().name();
    var record = change.record();
    var standing = change.standing();
    var installation = record.installation();
    var reason =
        switch (change.asked()) {
          case BY_MANIFEST -> "state: absent";
          case BY_ABSENCE -> "its manifest is gone";
        };
    var chain = new StepChain(app, Step.Phase.REMOVE);
    if (data.isWanted() && !record.volumes().containsAll(data.volumes())) {
      chain.add(new Action.NoteVolumes(app, data.volumes()), "they go with the app");
    }
    var current = standing.current();
    var stop = recorded.stopOf(record, current);
    if (stop != null) {
      chain.add(stop, reason);
    }
    if (installation != null) {
      var command = recorded.uninstall(installation, app, standing);
      if (command != null) {
        chain.add(
            new Action.Uninstall(app, command),
            "of the image that was installed, " + Image.shortId(installation.imageId()));
      }
    }
    var several = new HashSet<String>();
    for (var container : DataPurge.containers(standing)) {
      chain.add(
          new Action.RemoveContainer(app, container.id(), container.name()),
          reason,
          several.isEmpty() ? null : container.shortId());
      several.add(container.id());
    }
    for (var removal : imageRemovals(app, several)) {
      chain.add(
          removal,
          record.pulled().contains(removal.imageId())
              ? "we fetched it and nobody else uses it"
              : "the name that we gave it; the image stays",
          Image.shortId(removal.imageId()));
    }
    if (data.isWanted()) {
      chain.add(data.action(change), "purgeData: true, and --purge-data");
    }
    chain.add(new Action.Forget(app, record.directories()), reason);
    return chain;
  }

  private List<Action.RemoveImage> imageRemovals(String app, Set<String> removedContainers) {
    var record = change.record();
    var ids = new TreeSet<>(record.pulled());
    if (record.installation() != null) {
      ids.add(record.installation().imageId());
    }
    var images = new ImageIndex(engine.kind(), engine.images());
    var removals = new ArrayList<Action.RemoveImage>();
    for (var id : ids) {
      var image = images.byId(id);
      if (image == null
          || isUsedByOthers(app, id, removedContainers)
          || isWantedByOthers(app, id, images)) {
        continue;
      }
      var names = namesToTake(record, image);
      if (names != null) {
        removals.add(new Action.RemoveImage(app, id, names));
      }
    }
    return removals;
  }

  /** The names we may take from the image; null = none. */
  private static @Nullable List<String> namesToTake(AppRecord record, Image image) {
    var ours = image.tags().stream().filter(tag -> OwnTag.isOf(record.name(), tag)).toList();
    if (record.pulled().contains(image.id())) {
      // With the name that we fetched it by; those that others gave it are theirs.
      var names =
          image.tags().stream()
              .filter(tag -> ours.contains(tag) || isFetched(record, tag))
              .toList();
      return names.isEmpty() && !image.tags().isEmpty() ? null : names;
    }
    // Without another name, taking ours would delete an image that is not ours.
    return ours.isEmpty() || ours.size() == image.tags().size() ? null : ours;
  }

  private static boolean isFetched(AppRecord record, String tag) {
    var installation = record.installation();
    return ImageIndex.areSame(tag, record.manifest().spec().image().toString())
        || (installation != null && ImageIndex.areSame(tag, installation.reference()));
  }

  /** An app that is new in this run has its image on disk, and nothing else yet. */
  private boolean isWantedByOthers(String app, String imageId, ImageIndex images) {
    for (var other : desired.apps().values()) {
      var wanted = images.find(other.resource().spec().image());
      if (!other.resource().name().equals(app) && wanted != null && wanted.id().equals(imageId)) {
        return true;
      }
    }
    return false;
  }

  private boolean isUsedByOthers(String app, String imageId, Set<String> removedContainers) {
    return engine.containers().stream()
            .anyMatch(c -> c.imageId().equals(imageId) && !removedContainers.contains(c.id()))
        || all.apps().values().stream()
            .filter(other -> !other.name().equals(app))
            .anyMatch(other ->
                other.pulled().contains(imageId)
                    || (other.installation() != null
                        && other.installation().imageId().equals(imageId)));
  }
}
