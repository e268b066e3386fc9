package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which apps wait for which: as declared, or as recorded where the declaration is gone or bad. */
final class Dependencies {
  private final Situation situation;
  private final Map<String, App> apps = new TreeMap<>();

  Dependencies(Situation situation) {
    this.situation = situation;
    situation.recorded().apps().forEach((name, record) -> apps.put(name, record.manifest()));
    situation.desired().apps().forEach((name, app) -> apps.put(name, app.resource()));
  }

  List<String> of(App app) {
    return app.spec().dependsOn();
  }

  /** Apps that need the named one and are recorded: they are, or were, up with its help. */
  SequencedSet<String> dependantsOf(String name) {
    var dependants = new LinkedHashSet<String>();
    apps.forEach((other, app) -> {
      if (app.spec().dependsOn().contains(name) && situation.recorded().apps().containsKey(other)) {
        dependants.add(other);
      }
    });
    return dependants;
  }

  /** Every app after all that it depends on; ties by name. */
  List<String> declaredDependenciesFirst() {
    var order = new LinkedHashSet<String>();
    for (var name : apps.keySet()) {
      visit(name, order, new TreeSet<>());
    }
    return List.copyOf(order);
  }

  List<String> recordedDependantsFirst() {
    var order = new ArrayList<>(declaredDependenciesFirst());
    java.util.Collections.reverse(order);
    return order;
  }

  /** Cycles are refused with the manifests; recorded ones, which cannot be, are cut. */
  private void visit(String name, SequencedSet<String> order, Set<String> above) {
    var app = apps.get(name);
    if (app == null || order.contains(name) || !above.add(name)) {
      return;
    }
    for (var dependency : new TreeSet<>(app.spec().dependsOn())) {
      visit(dependency, order, above);
    }
    order.add(name);
  }

  /** Readiness of an app to which nothing is done. */
  Readiness standingReadiness(String name) {
    return standingReadiness(name, situation.recorded().apps().get(name));
  }

  Readiness standingReadiness(String name, @Nullable AppRecord record) {
    var app = apps.get(name);
    if (app == null) {
      return new Readiness.NotReady("'%s' is not there".formatted(name), true);
    }
    var unready = unreadyBecauseOfState(app);
    if (unready != null) {
      return unready;
    }
    var launch = record == null ? null : record.launch();
    return switch (app.spec().state()) {
      case RUNNING ->
          launch != null && (launch.containerId() == null || isRunning(launch.containerId()))
              ? new Readiness.Ready()
              : new Readiness.NotReady("'%s' is not running".formatted(name), true);
      case COMPLETED ->
          launch != null && Integer.valueOf(0).equals(launch.exitCode())
              ? new Readiness.Ready()
              : new Readiness.NotReady("'%s' has not completed".formatted(name), true);
      case INSTALLED -> new Readiness.Ready();
      case STOPPED, ABSENT -> throw new IllegalStateException("handled above");
    };
  }

  /** An app that is held may well be up; what depends on it cares for nothing else. */
  Readiness readinessOfHeld(String name, Change.Held held) {
    var standing = standingReadiness(name);
    return switch (held.reason()) {
      case SUSPENDED, CONDITION_FALSE ->
          new Readiness.NotReady("'%s' is %s".formatted(name, held.reason().word()), false);
      default ->
          standing instanceof Readiness.Ready
              ? standing
              : new Readiness.NotReady(
                  "'%s' is held, %s".formatted(name, held.reason().word()), held.failing());
    };
  }

  /** What a stopped or absent app says to its dependants; null = its state is no obstacle. */
  Readiness.@Nullable NotReady unreadyBecauseOfState(App app) {
    return app.spec().state() == AppState.STOPPED || app.spec().state() == AppState.ABSENT
        ? new Readiness.NotReady(
            "'%s' is declared %s"
                .formatted(
                    app.name(), app.spec().state().name().toLowerCase(java.util.Locale.ROOT)),
            true)
        : null;
  }

  private boolean isRunning(String containerId) {
    return situation.observed().engine() instanceof EngineView.Reached engine
        && engine.containers().stream()
            .anyMatch(c -> c.id().equals(containerId) && c.status() == Container.Status.RUNNING);
  }

  /** The named apps and everything that they depend on. */
  SequencedSet<ResourceId> closure(Iterable<String> names) {
    var all = new LinkedHashSet<String>();
    for (var name : names) {
      visit(name, all, new TreeSet<>());
    }
    var ids = new LinkedHashSet<ResourceId>();
    all.forEach(name -> ids.add(ResourceId.app(name)));
    return ids;
  }
}
