package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Inspections;
import io.atomic.reconcile.manifest.AppNames;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Grant;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.ContainerImport;
import io.atomic.reconcile.plan.ImageIndex;
import io.atomic.reconcile.plan.Imported;
import java.util.ArrayList;

/** Containers of the engine as apps that would make them. */
final class ImportedContainers {
  /** So much of an ID at least: names look like less of one. */
  private static final int SHORTEST_ID = 6;

  private final EngineView.Reached engine;
  private final ImageIndex images;
  private final Inspections inspections;
  private final String hostRoot;

  ImportedContainers(EngineView.Reached engine, Inspections inspections, String hostRoot) {
    this.engine = engine;
    this.images = new ImageIndex(engine.kind(), engine.images());
    this.inspections = inspections;
    this.hostRoot = hostRoot;
  }

  Imported imported(String nameOrId) throws EffectException, InterruptedException {
    var container = find(nameOrId);
    var make = inspections.inspect(container);
    var image = images.byId(container.imageId());
    var reference =
        image == null || make == null
            ? null
            : ContainerImport.reference(images, image, make.image());
    if (make == null) {
      throw gone(nameOrId);
    }
    if (image == null || reference == null) {
      throw new EffectException(
          "tried to import '%s', but its image %s has no name any more"
              .formatted(nameOrId, Image.shortId(container.imageId())),
          "tag the image, so that a manifest can name it",
          null);
    }
    return valid(
        ContainerImport.of(
            AppNames.like(container.name()), make, reference, image, engine.kind(), hostRoot));
  }

  private Container find(String nameOrId) throws EffectException {
    for (var container : engine.containers()) {
      if (container.name().equals(nameOrId)) {
        return container;
      }
    }
    var matching =
        engine.containers().stream()
            .filter(container ->
                nameOrId.length() >= SHORTEST_ID && container.id().startsWith(nameOrId))
            .toList();
    if (matching.size() == 1) {
      return matching.getFirst();
    }
    throw gone(nameOrId);
  }

  private static EffectException gone(String nameOrId) {
    return new EffectException(
        "tried to import '%s', but there is no container of that name or ID".formatted(nameOrId),
        "look for it with 'docker ps --all' or 'podman ps --all'",
        null);
  }

  /**
   * Needs for which no grant can be written are said, since a manifest that had them is invalid.
   */
  static Imported valid(Imported imported) {
    var spec = imported.app().spec();
    var remarks = new ArrayList<>(imported.remarks());
    for (var grant : spec.grants()) {
      if (Grant.find(grant) == null) {
        remarks.add("its command needs '%s', which no grant can say".formatted(grant));
      }
    }
    var grants = spec.grants().stream().filter(grant -> Grant.find(grant) != null).toList();
    return new Imported(imported.app().withSpec(spec.withGrants(grants)), remarks);
  }
}
