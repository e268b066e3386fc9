package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.plan.Change.Converge;
import io.atomic.reconcile.plan.Change.Need;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The steps by which an app's container gives way to its successor, and by which it is still there
 * for as long as the successor may fail.
 */
final class Succession {
  private final Converge change;
  private final Standing standing;
  private final RecordedCommands recorded;
  private final StepChain chain;
  private final String app;

  /**
   * Adds nothing yet.
   *
   * @param chain to which each call adds
   */
  Succession(Converge change, RecordedCommands recorded, StepChain chain) {
    this.change = change;
    this.standing = change.standing();
    this.recorded = recorded;
    this.chain = chain;
    this.app = change.target().app().name();
  }

  /** Frees the app's name: its container is set aside where a successor will take over from it. */
  void makeRoom(String reason) {
    stop(reason);
    var current = standing.current();
    if (current == null) {
      return;
    }
    // With a predecessor still set aside, the current one never proved itself.
    if (change.target().app().spec().state() == AppState.RUNNING && standing.setAside() == null) {
      chain.add(new AppAction.SetAside(app, current.id(), app + Inventory.ASIDE), reason);
    } else {
      remove(current, reason);
    }
  }

  void stop(String reason) {
    var record = standing.record();
    var current = standing.current();
    if (record != null) {
      var stop = recorded.stopOf(record, current);
      if (stop != null) {
        chain.add(stop, reason);
      }
    } else if (current != null && Standing.isAlive(current)) {
      chain.add(new AppAction.Stop(app, current.id(), null), reason);
    }
  }

  void remove(@Nullable Container container, String reason) {
    if (container != null) {
      chain.add(new AppAction.RemoveContainer(app, container.id(), container.name()), reason);
    }
  }

  /** Where no other version is meant, what was set aside is still better than nothing. */
  void putBackOnFailure(SortedSet<String> risky) {
    var current = standing.current();
    var record = standing.record();
    if (chain.has(AppAction.SetAside.class)
        && current != null
        && record != null
        && record.installation() != null) {
      chain.addOnFailure(
          new AppAction.PutBack(
              app,
              record.place(),
              record.manifest(),
              current.id(),
              current.name(),
              record.installation()),
          "if it cannot be started anew",
          risky);
    }
  }

  /** Removes what the successor has replaced, and what earlier runs have left. */
  void clearUp() {
    var old = old();
    if (old != null) {
      chain.add(
          new AppAction.RemoveOld(app, old.id(), app + Inventory.ASIDE), "its successor runs");
    }
    if (change.needs(Need.REMOVE_LEFTOVERS)) {
      for (var container : standing.leftovers()) {
        chain.add(
            new AppAction.RemoveContainer(app, container.id(), container.name()),
            "left over by an interrupted run",
            container.shortId());
      }
    }
  }

  private @Nullable Container old() {
    if (chain.has(AppAction.SetAside.class) && chain.has(AppAction.Run.class)) {
      return standing.current();
    }
    return change.needs(Need.REMOVE_PREVIOUS) ? standing.setAside() : null;
  }
}
