package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.FormerInstallation;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.ResourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An app that Project Atomic's own tool has installed, and the manifest by which it goes on. Its
 * INSTALL counts as done.
 */
public record FormerApp(FormerInstallation former, Imported imported) {
  private static final List<Purpose> ALL =
      List.of(Purpose.INSTALL, Purpose.RUN, Purpose.STOP, Purpose.UNINSTALL);

  /** The container that was made of the installation; null = there is none. */
  public static @Nullable Container containerOf(
      FormerInstallation former, EngineView.Reached engine) {
    return engine.containers().stream()
        .filter(container -> container.name().equals(former.name()))
        .filter(container -> container.imageId().equals(former.imageId()))
        .findFirst()
        .orElse(null);
  }

  /**
   * One that has no container: it is installed, and that is all.
   *
   * @param name the app's, which is that of the installation wherever an app can be called so
   * @param image that was installed
   * @param hostRoot put before CONFDIR, LOGDIR and DATADIR; empty on a real host
   * @throws IllegalArgumentException if nothing names the image any more
   */
  public static FormerApp withoutContainer(
      FormerInstallation former,
      String name,
      Image image,
      EngineView.Reached engine,
      String hostRoot) {
    var images = new ImageIndex(engine.kind(), engine.images());
    var remarks = new ArrayList<String>();
    var current = ContainerImport.reference(images, image, former.image());
    var reference = current == null ? ImageReference.parse(former.image()) : current;
    if (current == null) {
      remarks.add(
          "%s means another image by now: the next run goes over to that one".formatted(reference));
    }
    if (engine.containers().stream().anyMatch(c -> c.name().equals(former.name()))) {
      remarks.add(
          "the container '%s' was made from another image, and is left alone"
              .formatted(former.name()));
    }
    var needs = new LabelNeeds(name, image, reference, engine.kind(), hostRoot).of(ALL, remarks);
    var spec = AppSpec.of(reference).withState(AppState.INSTALLED).withGrants(List.copyOf(needs));
    return new FormerApp(
        former, new Imported(new App(name, Collections.emptySortedMap(), spec), remarks));
  }

  /**
   * Records apps as they are. What is recorded already stays so.
   *
   * @param now stands for dates that the old record does not tell
   */
  public static ByHand.Answer adopting(
      Situation situation, Collection<FormerApp> apps, Instant now) {
    if (!(situation.observed().engine() instanceof EngineView.Reached engine)) {
      return new ByHand.Answer.Refused(
          "tried to take the apps over, but the container engine does not answer any more",
          "start it and try again");
    }
    var changes = new TreeMap<ResourceId, Change>();
    var steps = new ArrayList<Step>();
    for (var one : apps) {
      var app = one.imported.app();
      var first = changes.put(app.id(), Change.Keep.of(app.id())) == null;
      if (first && !situation.recorded().apps().containsKey(app.name())) {
        steps.add(
            new Step(
                app.name() + "/adopt",
                new AppAction.Adopt(app.name(), one.record(situation, engine, now)),
                "installed by the atomic tool",
                Step.Phase.CONVERGE,
                Collections.emptySortedSet(),
                false));
      }
    }
    return new ByHand.Answer.Of(new Plan(changes, steps, List.of()));
  }

  private AppRecord record(Situation situation, EngineView.Reached engine, Instant now) {
    var images = new ImageIndex(engine.kind(), engine.images());
    var inventory = new Inventory(engine, images, situation.observed().host().bootId());
    var target = new TargetResolver(situation, images).resolve(imported.app(), null, null);
    var container = containerOf(former, engine);
    return container == null
        ? inventory.installed(
            target, former.imageId(), Objects.requireNonNullElse(former.at(), now))
        : inventory.adopted(target, container, null);
  }
}
