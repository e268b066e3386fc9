package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.Observed;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Recorded;
import java.time.Duration;
import java.util.HashSet;

/** Looks at the engine and the host, as far as the apps that are declared or recorded need it. */
final class Observer {
  /** A container that is being removed is gone a moment later; the engine is asked again. */
  private static final int LOOKS = 10;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Engine engine;
  private final HostFiles files;

  Observer(Engine engine, HostFiles files) {
    this.engine = engine;
    this.files = files;
  }

  /** Looks; the engine is not asked where no app is declared or recorded. */
  Observed observe(Desired desired, Recorded recorded) throws InterruptedException {
    var host = host(desired, recorded);
    var asked = !desired.apps().isEmpty() || !recorded.apps().isEmpty();
    return new Observed(asked ? settledView() : new EngineView.NotAsked(), host);
  }

  /** Looks, whether there is an app or not. */
  Observed observeAll(Desired desired, Recorded recorded) throws InterruptedException {
    var host = host(desired, recorded);
    return new Observed(settledView(), host);
  }

  private HostFacts host(Desired desired, Recorded recorded) {
    var paths = new HashSet<String>();
    var watched = new HashSet<String>();
    var secrets = new HashSet<EnvValue>();
    var apps = new HashSet<App>();
    desired.apps().values().forEach(app -> apps.add(app.resource()));
    recorded.apps().values().forEach(record -> apps.add(record.manifest()));
    for (var app : apps) {
      paths.addAll(app.spec().creates());
      if (app.spec().when().fileExists() != null) {
        paths.add(app.spec().when().fileExists());
      }
      watched.addAll(app.spec().watchFiles());
      app.spec().env().values().stream().filter(EnvValue::isSecret).forEach(secrets::add);
    }
    return files.observe(new HostFiles.Questions(paths, watched, secrets));
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
