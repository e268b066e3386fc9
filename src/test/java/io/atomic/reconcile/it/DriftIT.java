package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What somebody does to containers by hand is put right again. */
@OnEachEngine
class DriftIT {
  @AutoClose private final TestHost host;

  DriftIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void containersStoppedKilledRemovedOrPausedByHandRunAgainWithoutASecondInstall() {
    host.has("stopped", TestImage.noting("1"));
    host.has("killed", TestImage.noting("1"));
    host.has("removed", TestImage.noting("1"));
    host.has("paused", TestImage.noting("1"));
    host.has("spared", TestImage.noting("1"));
    host.converges();
    var spared = host.container("spared");
    host.engine().does("stop", host.nameOf("stopped"));
    host.engine().does("kill", host.nameOf("killed"));
    host.engine().ends(List.of(host.nameOf("removed")));
    host.engine().does("pause", host.nameOf("paused"));

    assertThat(host.plans().out()).contains("Plan: 4 to change; 1 unchanged.", "(drift)");
    host.converges();

    host.container("stopped").isRunning();
    host.container("killed").isRunning();
    host.container("removed").isRunning();
    host.container("paused").isRunning();
    host.container("spared").isUntouchedSince(spared);
    assertThat(host.notesOf("stopped")).containsExactly("install 1", "run 1", "run 1");
    assertThat(host.notesOf("killed")).containsExactly("install 1", "run 1", "run 1");
    assertThat(host.notesOf("removed")).containsExactly("install 1", "run 1", "run 1");
    assertThat(host.notesOf("paused")).containsExactly("install 1", "run 1");
    host.plansNothing();
  }

  @Test
  void whatInstallLeftBehindIsInstalledAgainOnceItIsGone() {
    host.builds("web", TestImage.noting("1"));
    host.app(
        "web",
        """
        image: localhost/{web}:1
        creates: [/var/lib/{web}/notes]
        """);
    host.converges();
    var before = host.container("web");
    TestHost.delete(host.root().resolve("var/lib/" + host.nameOf("web") + "/notes"));

    host.converges();

    assertThat(host.notesOf("web")).containsExactly("install 1");
    host.container("web").isUntouchedSince(before);
    host.plansNothing();
  }
}
