package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a change of an image or of a manifest does to an app that runs. */
@OnEachEngine
class ReplacementIT {
  @AutoClose private final TestHost host;

  ReplacementIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  /** Invariant 9. */
  @Test
  void aRebuiltTagIsReplacedWithStopAndUninstallOfTheOldImage() {
    host.has("web", TestImage.noting("1"));
    host.converges();
    var before = host.container("web");
    var rebuilt = host.builds("web", TestImage.noting("2"));

    assertThat(host.plans().out()).contains("Plan: 1 to replace.", "(image)");
    host.converges();

    host.container("web").runsImage(rebuilt).isAnotherThan(before);
    assertThat(host.notesOf("web"))
        .containsExactly("install 1", "run 1", "stop 1", "uninstall 1", "install 2", "run 2");
    host.plansNothing();
  }

  @Test
  void upgradeInstallsOverTheOldVersion() {
    host.builds("web", TestImage.noting("1"));
    host.app("web", "image: localhost/{web}:1\nstrategy: upgrade\n");
    host.converges();
    host.builds("web", TestImage.noting("2"));

    host.converges();

    assertThat(host.notesOf("web"))
        .containsExactly("install 1", "run 1", "stop 1", "install 2", "run 2");
    host.plansNothing();
  }

  @Test
  void recreateExchangesTheContainerAndLeavesTheInstallationAlone() {
    host.builds("web", TestImage.noting("1"));
    host.app("web", "image: localhost/{web}:1\nstrategy: recreate\n");
    host.converges();
    var before = host.container("web");
    var rebuilt = host.builds("web", TestImage.noting("2"));

    assertThat(host.plans().out()).contains("• set-aside", "• remove-old");
    host.converges();

    host.container("web").runsImage(rebuilt).isAnotherThan(before);
    host.container("web.previous").isAbsent();
    assertThat(host.notesOf("web")).containsExactly("install 1", "run 1", "stop 1", "run 2");
    host.plansNothing();
  }

  @Test
  void changedRunArgumentsRestartWithoutASecondInstall() {
    host.has("web", TestImage.noting("1"));
    host.converges();
    var before = host.container("web");
    host.app(
        "web",
        """
        image: localhost/{web}:1
        run: {args: [/bin/sh, -c, "echo other >>/data/notes; sleep 100000"]}
        """);

    host.converges();

    host.container("web").isRunning().isAnotherThan(before);
    assertThat(host.notesOf("web")).containsExactly("install 1", "run 1", "stop 1", "other");
    host.plansNothing();
  }

  @Test
  void changedLabelsOfTheManifestRestartNothing() {
    host.has("web", TestImage.noting("1"));
    host.converges();
    var before = host.container("web");
    host.manifest(
        "elsewhere.yaml",
        """
        apiVersion: atomic/v1
        kind: App
        metadata: {name: '{web}', labels: {tier: front}}
        spec:
          drift: warn
          image: localhost/{web}:1
        """);
    host.deleteManifest("web");

    assertThat(host.plans().out()).contains("Plan: 1 to record.");
    host.converges();

    host.container("web").isUntouchedSince(before);
    assertThat(host.notesOf("web")).containsExactly("install 1", "run 1");
    host.plansNothing();
  }

  @Test
  void aChangedWatchedFileRestartsTheApp() {
    host.builds("web", TestImage.noting("1"));
    host.app("web", "image: localhost/{web}:1\nwatchFiles: [/etc/web.conf]\n");
    TestHost.write(host.root().resolve("etc/web.conf"), "one");
    host.converges();
    TestHost.write(host.root().resolve("etc/web.conf"), "two");

    host.converges();

    assertThat(host.notesOf("web")).containsExactly("install 1", "run 1", "stop 1", "run 1");
    host.plansNothing();
  }
}
