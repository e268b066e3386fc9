package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.AppSpec.OnRemove;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.plan.Change.Asked;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Change.Reason;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Desired × recorded × observed → one change for everything that is declared or recorded. */
public final class Differ {
  /** What is said of an app whose manifest is invalid and that has not drifted. */
  static final String KEPT_AS_APPLIED = "its manifest is invalid; it stays as it was applied last";

  /** What is said of an app that no manifest ever declared. */
  static final String BY_HAND = "it was made by hand, and no manifest declares it";

  private final Situation situation;

  private Differ(Situation situation) {
    this.situation = situation;
  }

  public static SortedMap<ResourceId, Change> changes(Situation situation) {
    var differ = new Differ(situation);
    var names = new TreeSet<>(situation.desired().apps().keySet());
    names.addAll(situation.recorded().apps().keySet());
    var changes = new TreeMap<ResourceId, Change>();
    var host = HostDiffer.change(situation);
    if (host != null) {
      changes.put(host.id(), host);
    }
    switch (situation.observed().engine()) {
      case EngineView.NotAsked _ -> {}
      case EngineView.Unreachable(var message, var remedy) -> {
        for (var name : names) {
          var id = ResourceId.app(name);
          changes.put(
              id, new Held(id, Reason.ENGINE_UNAVAILABLE, message, remedy, true, List.of()));
        }
      }
      case EngineView.Reached engine -> {
        var images = new ImageIndex(engine.kind(), engine.images());
        var inventory = new Inventory(engine, images, situation.observed().host().bootId());
        var convergence = new Convergence(situation, engine, images, inventory);
        for (var name : names) {
          var change = differ.unlessLocked(differ.change(name, images, inventory, convergence));
          changes.put(change.id(), change);
        }
      }
    }
    return changes;
  }

  /** The targets of all declared apps, by name; none while no engine has answered. */
  public static SortedMap<String, Target> targets(Situation situation) {
    var targets = new TreeMap<String, Target>();
    if (situation.observed().engine() instanceof EngineView.Reached engine) {
      var images = new ImageIndex(engine.kind(), engine.images());
      situation
          .desired()
          .apps()
          .forEach((name, declared) ->
              targets.put(
                  name,
                  new TargetResolver(situation, images)
                      .resolve(
                          declared.resource(),
                          declared.placeText(),
                          situation.recorded().apps().get(name))));
    }
    return targets;
  }

  /** What registries have to offer to declared apps, by name; none while no engine has answered. */
  public static SortedMap<String, Offer> offers(Situation situation) {
    var offers = new TreeMap<String, Offer>();
    if (situation.observed().engine() instanceof EngineView.Reached engine) {
      var resolver = new TargetResolver(situation, new ImageIndex(engine.kind(), engine.images()));
      situation
          .desired()
          .apps()
          .forEach((name, app) ->
              offers.put(
                  name, resolver.offer(app.resource(), situation.recorded().apps().get(name))));
    }
    return offers;
  }

  /** What there is besides of what the host follows. */
  public static Offer offerToHost(Situation situation) {
    return HostDiffer.offer(situation);
  }

  /**
   * What the host's reference means to a run; null = nobody asked, or it is not to be taken now.
   */
  public static @Nullable Sighting tipOfHost(Situation situation) {
    return HostDiffer.tip(situation);
  }

  /** What the label commands of an installed app need, as recorded; none = it is not installed. */
  public static SortedSet<String> recordedNeeds(Situation situation, String name) {
    var needs = new TreeSet<String>();
    var record = situation.recorded().apps().get(name);
    if (record != null
        && record.installation() != null
        && situation.observed().engine() instanceof EngineView.Reached engine) {
      var images = new ImageIndex(engine.kind(), engine.images());
      var commands = new TargetResolver(situation, images).resolveRecorded(record).commands();
      if (commands != null) {
        commands.all().forEach(command -> needs.addAll(command.claims().needs()));
      }
    }
    return needs;
  }

  /** What would disturb an app that runs waits for as long as the app says so. */
  private Change unlessLocked(Change change) {
    var lock =
        switch (change) {
          case Change.Converge converge when converge.disturbs() ->
              converge.target().app().spec().lockFile();
          case Change.Remove remove when Standing.isAlive(remove.standing().current()) ->
              remove.record().manifest().spec().lockFile();
          default -> null;
        };
    return lock == null || situation.observed().host().missing().contains(lock)
        ? change
        : new Held(
            change.id(),
            Reason.LOCKED,
            "it has asked not to be disturbed now: '%s' is there".formatted(lock),
            "it goes on when that file is gone",
            false,
            change.differences());
  }

  private Change change(
      String name, ImageIndex images, Inventory inventory, Convergence convergence) {
    var id = ResourceId.app(name);
    var record = situation.recorded().apps().get(name);
    var declared = situation.desired().apps().get(name);
    var suspension = record == null ? null : record.suspension();
    if (suspension != null && !suspension.isOver(situation.observed().at())) {
      return held(id, Reason.SUSPENDED, suspension.text(), false);
    }
    if (declared == null) {
      if (record == null) {
        return Change.Keep.of(id);
      }
      if (record.isByHand()) {
        return new Change.Keep(
            id,
            List.of(),
            record.isOnOther(images.engine())
                ? "%s; %s".formatted(BY_HAND, madeElsewhere(record, images.engine()))
                : BY_HAND);
      }
      return situation.desired().invalid().contains(id)
          ? convergence.ofInvalid(record)
          : prune(record, images, inventory);
    }
    var spec = declared.resource().spec();
    if (spec.suspend()) {
      return held(id, Reason.SUSPENDED, "suspended by its manifest", false);
    }
    var mismatch = WhenMatcher.mismatch(spec.when(), situation.observed().host());
    if (mismatch != null) {
      return held(id, Reason.CONDITION_FALSE, mismatch, false);
    }
    if (spec.state() == AppState.ABSENT) {
      return record == null
          ? Change.Keep.of(id)
          : remove(record, images, inventory, Asked.BY_MANIFEST);
    }
    return convergence.ofDeclared(declared, record);
  }

  /** What an app was made with on another engine would be made a second time on this one. */
  static Held onOtherEngine(AppRecord record, EngineKind engine) {
    return new Held(
        record.id(),
        Reason.OTHER_ENGINE,
        madeElsewhere(record, engine),
        otherEngineRemedy(record),
        true,
        List.of());
  }

  static String madeElsewhere(AppRecord record, EngineKind engine) {
    return "it was made with %s, but this is %s"
        .formatted(record.engine(), engine)
        .toLowerCase(Locale.ROOT);
  }

  static String otherEngineRemedy(AppRecord record) {
    return "name that engine (--engine, --storage, or 'engine' in the settings);"
        + " to move the app, uninstall it there first, or give it up with 'forget %s'"
            .formatted(record.name());
  }

  private Change remove(AppRecord record, ImageIndex images, Inventory inventory, Asked asked) {
    return record.isOnOther(images.engine())
        ? onOtherEngine(record, images.engine())
        : new Change.Remove(record.id(), record, inventory.standingOf(record), asked);
  }

  private Change prune(AppRecord record, ImageIndex images, Inventory inventory) {
    var id = record.id();
    if (!situation.desired().named()) {
      return new Held(
          id,
          Reason.PRUNE_WITHHELD,
          "its manifest is gone, but nothing is removed while a file cannot be read at all",
          "repair that file",
          true,
          List.of());
    }
    return switch (record.manifest().spec().onRemove()) {
      case OnRemove.UNINSTALL -> remove(record, images, inventory, Asked.BY_ABSENCE);
      case OnRemove.ORPHAN -> new Change.Forget(id, "its manifest is gone (onRemove: orphan)");
      case OnRemove.CONFIRM ->
          new Held(
              id,
              Reason.CONFIRM_REMOVAL,
              "its manifest is gone, and it asked for a confirmation (onRemove: confirm)",
              "'uninstall %s' removes it; so does its manifest with 'state: absent'"
                  .formatted(id.name()),
              false,
              List.of());
    };
  }

  private static Held held(ResourceId id, Reason reason, String message, boolean failing) {
    return new Held(id, reason, message, null, failing, List.of());
  }
}
