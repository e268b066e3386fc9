package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.ImageLabels;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Fingerprint;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.Observed.EngineView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells which of the engine's containers belong to which app, and which to nobody we know. */
final class Inventory {
  /** Label commands whose containers are not the app itself. */
  private static final List<String> HELPERS = List.of("install", "stop", "uninstall");

  /** What {@code SetAside} appends to the name of the container that it moves out of the way. */
  static final String ASIDE = ".previous";

  /** Equal to no other: what it stands for differs from whatever is wanted. */
  private static final Fingerprint UNKNOWN = Fingerprint.ofHash("");

  private final EngineView.Reached engine;
  private final ImageIndex images;
  private final String bootId;

  Inventory(EngineView.Reached engine, ImageIndex images, String bootId) {
    this.engine = engine;
    this.images = images;
    this.bootId = bootId;
  }

  /** The standing of an app that is recorded but not declared. */
  Standing standingOf(AppRecord record) {
    return standing(record.name(), record, record.name());
  }

  /** The standing of a declared app, its record completed from what its containers say. */
  Standing standingOf(Target target, @Nullable AppRecord record) {
    var commands = target.commands();
    var runName = commands == null ? null : commands.run().containerName();
    var standing = standing(target.name(), record, runName == null ? target.name() : runName);
    var current = standing.current();
    if (current == null || !carriesOurLabels(current, target.name(), "run")) {
      return standing;
    }
    if (record == null || saysNothingButFetches(record)) {
      return completed(standing, rebuilt(target, current, record));
    }
    if (record.installation() != null
        && (record.launch() == null || isGone(record.launch(), standing))) {
      return completed(standing, record.withLaunch(successorOf(record.launch(), target, current)));
    }
    return standing;
  }

  /** After a lost record, a run whose fetch succeeded and whose rest did not leaves such a one. */
  private static boolean saysNothingButFetches(AppRecord record) {
    return record.installation() == null
        && record.launch() == null
        && record.containers().isEmpty();
  }

  private static Standing completed(Standing standing, AppRecord record) {
    return new Standing(
        record,
        true,
        standing.current(),
        standing.setAside(),
        standing.leftovers(),
        standing.foreign());
  }

  private static boolean isGone(Launch launch, Standing standing) {
    return launch.containerId() != null
        && standing.current() != null
        && !launch.containerId().equals(standing.current().id());
  }

  private Standing standing(String app, @Nullable AppRecord record, String name) {
    var ours = new ArrayList<Container>();
    Container foreign = null;
    for (var container : engine.containers()) {
      if (isOurs(container, app, record)) {
        ours.add(container);
      } else if (container.name().equals(name) || container.name().equals(app)) {
        foreign = container;
      }
    }
    ours.sort(Comparator.comparing(Container::name).thenComparing(Container::id));
    var setAside = take(ours, c -> isSetAside(c, app, record));
    var launched = record == null || record.launch() == null ? null : record.launch().containerId();
    var current = launched == null ? null : take(ours, c -> c.id().equals(launched));
    if (current == null) {
      current = take(ours, c -> c.name().equals(name) || c.name().equals(app));
    }
    if (current == null) {
      current = take(ours, c -> carriesOurLabels(c, app, "run"));
    }
    return new Standing(record, false, current, setAside, ours, foreign);
  }

  private boolean isOurs(Container container, String app, @Nullable AppRecord record) {
    return (record != null && record.containers().contains(container.id()))
        || carriesOurLabels(container, app, "run")
        // The container of an INSTALL, STOP or UNINSTALL that has ended is of no use to anybody.
        || (!Standing.isAlive(container)
            && HELPERS.stream().anyMatch(verb -> carriesOurLabels(container, app, verb)));
  }

  private static boolean isSetAside(Container container, String app, @Nullable AppRecord record) {
    return container.name().equals(app + ASIDE)
        || (record != null
            && record.previous() != null
            && container.id().equals(record.previous().containerId()));
  }

  private static @Nullable Container take(
      List<Container> from, java.util.function.Predicate<Container> wanted) {
    for (var container : from) {
      if (wanted.test(container)) {
        from.remove(container);
        return container;
      }
    }
    return null;
  }

  /**
   * Whether we made the container, by its labels. Containers inherit their image's labels, so a
   * label that the image carries as well says nothing.
   */
  private boolean carriesOurLabels(Container container, String app, String verb) {
    if (!app.equals(container.labels().get(ContainerLabels.APP))
        || !verb.equals(container.labels().get(ContainerLabels.VERB))) {
      return false;
    }
    var image = images.byId(container.imageId());
    return image == null || !image.labels().containsKey(ContainerLabels.APP);
  }

  private AppRecord rebuilt(Target target, Container container, @Nullable AppRecord record) {
    var image = images.byId(container.imageId());
    var installation =
        installationOf(
            target,
            container.imageId(),
            image,
            known(container.labels().get(ContainerLabels.INSTALL_HASH), target.install()),
            container.created());
    return base(target, record)
        .withInstallation(installation)
        .withLaunch(launchOf(target, container))
        .withProof(container.created());
  }

  /** The record of a foreign container that the manifest says to take over as it is. */
  AppRecord adopted(Target target, Container container, @Nullable AppRecord record) {
    var run = Objects.requireNonNullElse(target.run(), UNKNOWN);
    var installation = installedBefore(target, container.imageId(), container.created());
    var recorded = base(target, record);
    return recorded
        .withInstallation(recorded.installation() == null ? installation : recorded.installation())
        .withLaunch(
            new Launch(
                container.imageId(),
                container.id(),
                run,
                target.contentsOf(run),
                container.created(),
                bootId,
                exitCode(target.app(), container)))
        .withProof(container.created());
  }

  /** The record of an app that somebody else has installed, and that has no container. */
  AppRecord installed(Target target, String imageId, Instant at) {
    return base(target, null).withInstallation(installedBefore(target, imageId, at)).withProof(at);
  }

  /** With what INSTALL depends on counting as unchanged since, unless the image was another. */
  private Installation installedBefore(Target target, String imageId, Instant at) {
    var same = target.image() != null && target.image().id().equals(imageId);
    return installationOf(
        target,
        imageId,
        images.byId(imageId),
        same ? Objects.requireNonNullElse(target.install(), UNKNOWN) : UNKNOWN,
        at);
  }

  private static AppRecord base(Target target, @Nullable AppRecord record) {
    return record == null
        ? AppRecord.of(target.app(), target.place())
        : record.withManifest(target.app(), target.place());
  }

  private static Installation installationOf(
      Target target, String imageId, @Nullable Image image, Fingerprint inputs, Instant at) {
    var spec = target.app().spec();
    return new Installation(
        Installation.Phase.INSTALLED,
        spec.image().toString(),
        imageId,
        image == null ? Installation.LabelTexts.NONE : ImageLabels.of(image.labels()).texts(),
        spec.stop(),
        spec.uninstall(),
        spec.env(),
        spec.grants(),
        inputs,
        target.contentsOf(inputs),
        at,
        null);
  }

  /** Secrets and watched files count as unchanged: what they are now is what is recorded. */
  private Launch launchOf(Target target, Container container) {
    var inputs = known(container.labels().get(ContainerLabels.RUN_HASH), target.run());
    return new Launch(
        container.imageId(),
        container.id(),
        inputs,
        target.contentsOf(inputs),
        container.created(),
        bootId,
        exitCode(target.app(), container));
  }

  /** One that stands in the place of another with the same inputs is to be what that one was. */
  private Launch successorOf(@Nullable Launch before, Target target, Container container) {
    var launch = launchOf(target, container);
    return before != null && before.inputs().matches(launch.inputs())
        ? launch.with(before.live())
        : launch;
  }

  private static @Nullable Integer exitCode(App app, Container container) {
    return app.spec().state() == AppState.COMPLETED ? container.exitCode() : null;
  }

  /** The wanted fingerprint, with its fields, if the label's hash says that it is that one. */
  private static Fingerprint known(@Nullable String hash, @Nullable Fingerprint wanted) {
    return wanted != null && wanted.hash().equals(hash)
        ? wanted
        : Fingerprint.ofHash(Objects.requireNonNullElse(hash, ""));
  }
}
