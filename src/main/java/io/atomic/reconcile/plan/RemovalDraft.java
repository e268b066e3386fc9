package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Image;
import java.util.HashSet;

/** The steps that undo what we made for an app. Data stays, unless {@link DataPurge} is wanted. */
final class RemovalDraft {
  private final Change.Remove change;
  private final RecordedCommands recorded;
  private final UnneededImages images;
  private final DataPurge data;

  RemovalDraft(
      Change.Remove change, RecordedCommands recorded, UnneededImages images, DataPurge data) {
    this.change = change;
    this.recorded = recorded;
    this.images = images;
    this.data = data;
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
      chain.add(new AppAction.NoteVolumes(app, data.volumes()), "they go with the app");
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
            new AppAction.Uninstall(app, command),
            "of the image that was installed, " + Image.shortId(installation.imageId()));
      }
    }
    var several = new HashSet<String>();
    for (var container : standing.containers()) {
      chain.add(
          new AppAction.RemoveContainer(app, container.id(), container.name()),
          reason,
          several.isEmpty() ? null : container.shortId());
      several.add(container.id());
    }
    for (var removal : images.ofRemoved(record, several)) {
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
    chain.add(new AppAction.Forget(app, record.directories()), reason);
    return chain;
  }
}
