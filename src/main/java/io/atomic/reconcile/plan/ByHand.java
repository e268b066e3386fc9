package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.ResourceId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plans of a few steps that do one thing to one app, as somebody asked: nothing is compared, and
 * nothing else is brought in order on the way.
 */
public final class ByHand {
  private static final String ASKED = "asked for at the command line";

  private final Situation situation;
  private final String app;
  private final ResourceId id;
  private final @Nullable AppRecord record;

  private ByHand(Situation situation, String app) {
    this.situation = situation;
    this.app = app;
    this.id = ResourceId.app(app);
    this.record = situation.recorded().apps().get(app);
  }

  /** What it comes to. */
  public sealed interface Answer {
    record Of(Plan plan) implements Answer {}

    /** There is no such app. */
    record Unknown(String message) implements Answer {}

    record Refused(String message, String remedy) implements Answer {}
  }

  /** Drops the app from the record; what was made for it stays as it is. */
  public static Answer forgetting(Situation situation, String app) {
    var byHand = new ByHand(situation, app);
    return byHand.record == null
        ? byHand.unknown()
        : byHand.plan(
            new Change.Forget(byHand.id, ASKED),
            Step.Phase.REMOVE,
            new AppAction.Forget(app, List.of()));
  }

  /** Brings what the app's image reference means in its registry now to disk. */
  public static Answer fetching(Situation situation, String app) {
    var byHand = new ByHand(situation, app);
    var declared = situation.desired().apps().get(app);
    if (declared == null) {
      return byHand.unknown();
    }
    var elsewhere = byHand.elsewhere("fetch the image of");
    return elsewhere != null
        ? elsewhere
        : byHand.plan(
            Change.Keep.of(byHand.id),
            Step.Phase.FETCH,
            new AppAction.Fetch(
                app,
                declared.placeText(),
                declared.resource(),
                List.of(declared.resource().spec().image().toString()),
                null));
  }

  /** Stops the app's container by its recorded STOP; what is installed stays installed. */
  public static Answer stopping(Situation situation, String app) {
    var byHand = new ByHand(situation, app);
    return byHand.record == null
        ? byHand.unknown()
        : situation.observed().engine() instanceof EngineView.Reached engine
            ? byHand.stop(byHand.record, engine)
            : byHand.withoutEngine();
  }

  private Answer stop(AppRecord recorded, EngineView.Reached engine) {
    var elsewhere = elsewhere("stop");
    if (elsewhere != null) {
      return elsewhere;
    }
    var chain = new StepChain(app, Step.Phase.CONVERGE);
    var current = inventory(engine).standingOf(recorded).current();
    var stop = new RecordedCommands(situation).stopOf(recorded, current);
    if (stop != null) {
      chain.add(stop, ASKED);
    }
    if (recorded.manifest().spec().state() == AppState.RUNNING) {
      var stopped =
          recorded.manifest().withSpec(recorded.manifest().spec().withState(AppState.STOPPED));
      chain.add(new AppAction.WriteRecord(app, recorded.place(), stopped, null), ASKED);
    }
    return new Answer.Of(
        new Plan(new TreeMap<>(Map.of(id, Change.Keep.of(id))), chain.steps(), List.of()));
  }

  /** Removes the app's container, which is to make room; what is installed stays installed. */
  public static Answer removing(Situation situation, String app, Container container) {
    var byHand = new ByHand(situation, app);
    return byHand.record == null || !byHand.record.containers().contains(container.id())
        ? byHand.unknown()
        : byHand.plan(
            Change.Keep.of(byHand.id),
            Step.Phase.REMOVE,
            new AppAction.RemoveContainer(app, container.id(), container.name()));
  }

  /** Records the container of the app's name, which somebody else made, as it is. */
  public static Answer adopting(Situation situation, String app) {
    var byHand = new ByHand(situation, app);
    return situation.observed().engine() instanceof EngineView.Reached engine
        ? byHand.adopt(engine)
        : byHand.withoutEngine();
  }

  private Answer adopt(EngineView.Reached engine) {
    var elsewhere = elsewhere("adopt");
    if (elsewhere != null) {
      return elsewhere;
    }
    var container =
        engine.containers().stream().filter(c -> c.name().equals(app)).findFirst().orElse(null);
    if (container == null) {
      return new Answer.Refused(
          "tried to adopt '%s', but there is no container of that name".formatted(app),
          "its exact name is needed; rename it if no app can be called so");
    }
    var owner = ownerOf(container);
    if (owner != null) {
      return new Answer.Refused(
          "tried to adopt '%s', but it is the container of app '%s' already".formatted(app, owner),
          "there is nothing to adopt");
    }
    var images = new ImageIndex(engine.kind(), engine.images());
    var declared = situation.desired().apps().get(app);
    var image = images.byId(container.imageId());
    if (declared != null) {
      var wanted = images.find(declared.resource().spec().image());
      return wanted == null || !wanted.id().equals(container.imageId())
          ? new Answer.Refused(
              "tried to adopt '%s', but it was made from another image (%s) than its manifest names"
                  .formatted(app, Image.shortId(container.imageId())),
              "make the manifest name that image first, or remove the container")
          : adopted(declared.resource(), declared.placeText(), container, engine, images);
    }
    var name = image == null ? null : nameOf(image);
    return name == null
        ? new Answer.Refused(
            "tried to adopt '%s', but its image %s has no name any more"
                .formatted(app, Image.shortId(container.imageId())),
            "tag the image, so that it can be named")
        : adopted(
            new App(
                app,
                Collections.emptySortedMap(),
                AppSpec.of(name)
                    .withState(Standing.isAlive(container) ? AppState.RUNNING : AppState.STOPPED)),
            null,
            container,
            engine,
            images);
  }

  private Answer adopted(
      App manifest,
      @Nullable String place,
      Container container,
      EngineView.Reached engine,
      ImageIndex images) {
    var target = new TargetResolver(situation, images).resolve(manifest, place, record);
    return plan(
        Change.Keep.of(id),
        Step.Phase.CONVERGE,
        new AppAction.Adopt(app, inventory(engine).adopted(target, container, record)));
  }

  /** The app that a container is recorded for, or made for by its labels; null = nobody's. */
  private @Nullable String ownerOf(Container container) {
    for (var other : situation.recorded().apps().values()) {
      if (other.containers().contains(container.id())) {
        return other.name();
      }
    }
    return container.labels().get(ContainerLabels.APP);
  }

  /** A name that is not one of ours, which go with the app that they were given for. */
  private static @Nullable ImageReference nameOf(Image image) {
    return image.tags().stream()
        .filter(tag -> !OwnTag.isOurs(tag))
        .findFirst()
        .map(ImageReference::parse)
        .orElse(null);
  }

  private Inventory inventory(EngineView.Reached engine) {
    return new Inventory(
        engine,
        new ImageIndex(engine.kind(), engine.images()),
        situation.observed().host().bootId());
  }

  private Answer plan(Change change, Step.Phase phase, Action action) {
    var step =
        new Step(
            app + "/" + action.word(), action, ASKED, phase, Collections.emptySortedSet(), false);
    return new Answer.Of(new Plan(new TreeMap<>(Map.of(id, change)), List.of(step), List.of()));
  }

  /** The refusal to act here on what was made with another engine; null = it was not. */
  private @Nullable Answer elsewhere(String tried) {
    return record != null
            && situation.observed().engine() instanceof EngineView.Reached engine
            && record.isOnOther(engine.kind())
        ? new Answer.Refused(
            "tried to %s '%s', but %s"
                .formatted(tried, app, Differ.madeElsewhere(record, engine.kind())),
            Differ.otherEngineRemedy(record))
        : null;
  }

  private Answer unknown() {
    return new Answer.Unknown("there is no app '%s': it is not recorded".formatted(app));
  }

  private Answer withoutEngine() {
    return situation.observed().engine() instanceof EngineView.Unreachable(var message, var remedy)
        ? new Answer.Of(
            new Plan(
                new TreeMap<>(
                    Map.of(
                        id,
                        new Change.Held(
                            id,
                            Change.Reason.ENGINE_UNAVAILABLE,
                            message,
                            remedy,
                            true,
                            List.of()))),
                List.of(),
                List.of()))
        : unknown();
  }
}
