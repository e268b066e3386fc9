package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An app that is busy says so by a file, and is left in peace until it is gone. */
@OnEachEngine
class AppLockIT {
  @AutoClose private final TestHost host;

  AppLockIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void anAppThatHoldsItsLockIsNeitherReplacedNorRemoved() {
    host.builds("web", TestImage.noting("1"));
    host.app("web", "image: localhost/{web}:1\nlockFile: /var/lib/{web}/busy\n");
    host.converges();
    var web = host.container("web");
    // As the app would from inside, where this is /data.
    host.engine().does("exec", host.nameOf("web"), "touch", "/data/busy");
    host.builds("web", TestImage.noting("2"));

    var held = host.converges();

    assertThat(held.out()).contains("held (Locked)", "busy");
    host.container("web").isUntouchedSince(web);
    host.app("web", "image: localhost/{web}:1\nlockFile: /var/lib/{web}/busy\nstate: absent\n");
    host.converges();
    host.container("web").isUntouchedSince(web);

    host.engine().does("exec", host.nameOf("web"), "rm", "/data/busy");
    host.converges();
    host.container("web").isAbsent();
  }

  @Test
  void anAppThatIsBusyOnceTheFetchesHaveEndedIsLeftInPeace() throws IOException {
    host.builds("web", TestImage.noting("1"));
    host.app("web", "image: localhost/{web}:1\nlockFile: /var/lib/{web}/busy\n");
    host.converges();
    var web = host.container("web");
    host.builds("web", TestImage.noting("2"));
    host.app("other", "image: " + host.publishes("other", "1", TestImage.plain()));
    var lock = host.root().resolve("var/lib").resolve(host.nameOf("web")).resolve("busy");

    try (var proxy = EngineProxy.before(host)) {
      proxy.tells(request -> {
        if (request.contains("/images/create")) {
          TestHost.write(lock, "");
        }
      });
      assertThat(host.converges("--engine", proxy.path()).text())
          .contains("has asked not to be disturbed");
    }

    host.container("web").isUntouchedSince(web);
    host.container("other").isRunning();
    TestHost.delete(lock);
    host.converges();
    host.container("web").isRunning().isAnotherThan(web);
  }

  @Test
  void whoAsksByHandIsNotKeptWaiting() {
    host.builds("web", TestImage.noting("1"));
    host.app("web", "image: localhost/{web}:1\nlockFile: /var/lib/{web}/busy\n");
    host.converges();
    host.engine().does("exec", host.nameOf("web"), "touch", "/data/busy");

    assertThat(host.byHand("stop", "{web}").exitCode()).isZero();

    host.container("web").isStopped();
  }
}
