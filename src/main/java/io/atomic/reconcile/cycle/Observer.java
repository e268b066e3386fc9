package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Observed;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.plan.LiveContainers;
import io.atomic.reconcile.plan.RunOptsFile;
import io.atomic.reconcile.plan.Situation.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Looks at the engine and the host, as far as the apps that are declared or recorded need it. */
final class Observer {
  /** A container that is being removed is gone a moment later; the engine is asked again. */
  private static final int LOOKS = 10;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Engine engine;
  private final HostFiles files;
  private final Surroundings surroundings;
  private final Clock clock;

  Observer(Engine engine, HostFiles files, Surroundings surroundings, Clock clock) {
    this.clock = clock;
    this.engine = engine;
    this.files = files;
    this.surroundings = surroundings;
  }

  /** Looks; the engine is not asked where no app is declared or recorded. */
  Observed observe(Desired desired, Recorded recorded) throws InterruptedException {
    var asked = !desired.apps().isEmpty() || !recorded.apps().isEmpty();
    return observed(asked ? settledView() : new EngineView.NotAsked(), desired, recorded);
  }

  /** Looks, whether there is an app or not. */
  Observed observeAll(Desired desired, Recorded recorded) throws InterruptedException {
    return observed(settledView(), desired, recorded);
  }

  private Observed observed(EngineView engine, Desired desired, Recorded recorded)
      throws InterruptedException {
    var paths = new HashSet<String>();
    var watched = new HashSet<String>();
    var secrets = new HashSet<EnvValue>();
    var apps = new HashSet<App>();
    desired.apps().values().forEach(app -> apps.add(app.resource()));
    recorded.apps().values().forEach(record -> apps.add(record.manifest()));
    for (var app : apps) {
      paths.addAll(app.spec().creates());
      if (app.spec().lockFile() != null) {
        paths.add(app.spec().lockFile());
      }
      if (app.spec().when().fileExists() != null) {
        paths.add(app.spec().when().fileExists());
      }
      watched.addAll(app.spec().watchFiles());
      app.spec().env().values().stream().filter(EnvValue::isSecret).forEach(secrets::add);
    }
    // Which files labels name is known only now.
    var texts =
        RunOptsFile.paths(apps, imagesOf(recorded), engine, surroundings, recorded.directories());
    return new Observed(
        inspected(engine, desired, recorded),
        files.observe(new HostFiles.Questions(paths, watched, secrets, texts)),
        clock.instant());
  }

  private EngineView inspected(EngineView view, Desired desired, Recorded recorded)
      throws InterruptedException {
    return view instanceof EngineView.Reached reached
        ? new LiveLook(engine).at(reached, LiveContainers.ids(reached, desired, recorded))
        : view;
  }

  private static Set<String> imagesOf(Recorded recorded) {
    var images = new HashSet<String>();
    for (var record : recorded.apps().values()) {
      if (record.installation() != null) {
        images.add(record.installation().imageId());
      }
    }
    return images;
  }

  private EngineView settledView() throws InterruptedException {
    var view = engine.view();
    for (var look = 1; look < LOOKS && isInMotion(view); look++) {
      Thread.sleep(BETWEEN_LOOKS);
      view = engine.view();
    }
    return view;
  }

  private static boolean isInMotion(EngineView view) {
    return view instanceof EngineView.Reached reached
        && reached.containers().stream()
            .anyMatch(container -> container.status() == Container.Status.REMOVING);
  }
}
