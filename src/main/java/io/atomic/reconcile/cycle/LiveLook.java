package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed.EngineView;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Inspects containers, a call for each and several at a time. The engines' lists tell neither
 * restart policies nor limits nor variables; and their events, which would say what was changed,
 * are few (docker keeps 256, health checks included) and gone when the engine starts anew.
 */
final class LiveLook {
  private static final int AT_A_TIME = 16;

  private final Engine engine;

  LiveLook(Engine engine) {
    this.engine = engine;
  }

  /**
   * The same view, in which those containers are inspected. One that cannot be inspected now is
   * compared in the next look.
   */
  EngineView.Reached at(EngineView.Reached view, Set<String> ids) throws InterruptedException {
    if (ids.isEmpty()) {
      return view;
    }
    var seen = new ConcurrentHashMap<String, LiveFields>();
    try (var threads =
        Executors.newFixedThreadPool(
            Math.min(AT_A_TIME, ids.size()), Thread.ofVirtual().factory())) {
      var tasks = ids.stream().map(id -> task(id, seen)).toList();
      for (var done : threads.invokeAll(tasks)) {
        if (done.state() == Future.State.FAILED) {
          throw new IllegalStateException("a look died of a bug", done.exceptionNow());
        }
      }
    }
    return new EngineView.Reached(
        view.kind(),
        view.containers().stream()
            .map(container -> container.with(seen.get(container.id())))
            .toList(),
        view.images());
  }

  private Callable<Boolean> task(String id, Map<String, LiveFields> seen) {
    return () -> {
      try {
        var live = engine.live(id);
        if (live != null) {
          seen.put(id, live);
        }
        return live != null;
      } catch (EffectException _) {
        return false;
      }
    };
  }

  /**
   * The launch with what its container has been started as, where that is not known. If it cannot
   * be inspected the launch is good all the same, and nothing is compared until the next one.
   */
  Launch launched(Launch launch) throws InterruptedException {
    var id = launch.containerId();
    if (id == null || launch.exitCode() != null || launch.live() != null) {
      return launch;
    }
    try {
      return launch.with(engine.live(id));
    } catch (EffectException _) {
      return launch;
    }
  }
}
