package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.manifest.AppNames;
import io.atomic.reconcile.model.FormerInstallation;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.FormerApp;
import io.atomic.reconcile.plan.ImageIndex;
import io.atomic.reconcile.plan.Imported;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** What Project Atomic's own tool has installed, as apps that go on from there. */
final class FormerApps {
  private final EngineView.Reached engine;
  private final ImageIndex images;
  private final ImportedContainers containers;
  private final String hostRoot;
  private final List<FormerApp> found = new ArrayList<>();
  private final List<EffectException> failures = new ArrayList<>();

  FormerApps(EngineView.Reached engine, ImportedContainers containers, String hostRoot) {
    this.engine = engine;
    this.images = new ImageIndex(engine.kind(), engine.images());
    this.containers = containers;
    this.hostRoot = hostRoot;
  }

  /** Looks for each of them; one that is not to be found does not stop the others. */
  void find(Collection<FormerInstallation> installations) throws InterruptedException {
    var byName = new TreeMap<String, List<FormerInstallation>>();
    for (var installation : installations) {
      byName.computeIfAbsent(installation.name(), _ -> new ArrayList<>()).add(installation);
    }
    for (var same : byName.values()) {
      var chosen = chosen(same);
      try {
        var app = app(chosen);
        found.add(
            same.size() == 1
                ? app
                : remarked(
                    app,
                    "the atomic tool recorded '%s' %d times; this is %s (%s)"
                        .formatted(
                            chosen.name(),
                            same.size(),
                            chosen.image(),
                            Image.shortId(chosen.imageId()))));
      } catch (EffectException e) {
        failures.add(e);
      }
    }
  }

  List<FormerApp> found() {
    return List.copyOf(found);
  }

  /** Why some could not be taken over. */
  List<EffectException> failures() {
    return List.copyOf(failures);
  }

  /** Of several images under one name, that which the container is of, else the latest. */
  private FormerInstallation chosen(List<FormerInstallation> same) {
    return same.stream()
        .max(
            Comparator.comparing(
                    (FormerInstallation one) -> FormerApp.containerOf(one, engine) != null)
                .thenComparing(one -> Objects.requireNonNullElse(one.at(), Instant.MIN)))
        .orElseThrow();
  }

  private FormerApp app(FormerInstallation former) throws EffectException, InterruptedException {
    var container = FormerApp.containerOf(former, engine);
    var app =
        container == null
            ? withoutContainer(former)
            : new FormerApp(former, containers.imported(container.name()));
    return former.systemPackage() == null
        ? app
        : remarked(
            app,
            "the atomic tool made the package %s of it and installed that: UNINSTALL does not"
                    .formatted(former.systemPackage())
                + " remove it, rpm does");
  }

  private FormerApp withoutContainer(FormerInstallation former) throws EffectException {
    var image = images.byId(former.imageId());
    if (image == null) {
      throw new EffectException(
          "tried to take over '%s', but its image %s (%s) is not on disk, so that nobody knows its UNINSTALL"
              .formatted(former.name(), former.image(), Image.shortId(former.imageId())),
          "pull or load that very image, and import again",
          null);
    }
    try {
      var name = AppNames.like(former.name());
      var app = FormerApp.withoutContainer(former, name, image, engine, hostRoot);
      var valid = new FormerApp(former, ImportedContainers.valid(app.imported()));
      return name.equals(former.name())
          ? valid
          : remarked(valid, "the atomic tool called it '%s'".formatted(former.name()));
    } catch (IllegalArgumentException e) {
      throw new EffectException(
          "tried to take over '%s', but %s".formatted(former.name(), e.getMessage()),
          "tag its image (%s) with a name".formatted(Image.shortId(former.imageId())),
          e);
    }
  }

  private static FormerApp remarked(FormerApp app, String remark) {
    var remarks = new ArrayList<>(app.imported().remarks());
    remarks.add(remark);
    return new FormerApp(app.former(), new Imported(app.imported().app(), remarks));
  }
}
