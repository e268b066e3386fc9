package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What goes, and what stays, when an app goes. */
@OnEachEngine
class RemovalIT {
  @AutoClose private final TestHost host;

  RemovalIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void appsWithoutManifestAreUninstalledThoseThatNeedOthersFirst() {
    var order = host.root().resolve("order");
    TestHost.write(order.resolve("log"), "");
    builds("db", order);
    builds("api", order);
    builds("web", order);
    var grants = "grants: ['mount:/order']\n";
    host.app("db", "image: localhost/{db}:1\n" + grants);
    host.app("api", "image: localhost/{api}:1\ndependsOn: ['{db}']\n" + grants);
    host.app("web", "image: localhost/{web}:1\ndependsOn: ['{api}']\n" + grants);
    host.has("stays", TestImage.plain());
    host.converges();
    var stays = host.container("stays");
    host.deleteManifest("db");
    host.deleteManifest("api");
    host.deleteManifest("web");

    host.converges("--max-delete", "3");

    assertThat(TestHost.lines(order.resolve("log")))
        .containsExactly(
            host.named("uninstall {web}"),
            host.named("uninstall {api}"),
            host.named("uninstall {db}"));
    host.container("db").isAbsent();
    host.container("api").isAbsent();
    host.container("web").isAbsent();
    host.container("stays").isUntouchedSince(stays);
    assertThat(host.isRecorded("db")).isFalse();
    host.plansNothing();
  }

  private void builds(String app, Path order) {
    host.builds(
        app,
        TestImage.plain()
            .with(
                "UNINSTALL",
                "docker run --rm -v %s:/order IMAGE /bin/sh -c 'echo uninstall %s >>/order/log'"
                    .formatted(order, host.nameOf(app))));
  }

  /** Invariant 10. */
  @Test
  void dataStays() {
    host.builds(
        "web",
        TestImage.plain()
            .with(
                "RUN",
                "docker run -d --name NAME -v ${CONFDIR}:/conf -v ${LOGDIR}:/log -v ${DATADIR}:/data"
                    + " -v {web}-volume:/volume IMAGE".replace("{web}", host.nameOf("web"))));
    host.app("web");
    host.has("other", TestImage.plain());
    host.converges();
    host.engine()
        .does(
            "exec",
            host.nameOf("web"),
            "/bin/sh",
            "-c",
            "echo kept | tee /conf/file /log/file /data/file /volume/file");
    host.deleteManifest("web");

    host.converges();

    host.container("web").isAbsent();
    for (var directory : new String[] {"etc/", "var/log/", "var/lib/"}) {
      var file = host.root().resolve(directory + host.nameOf("web")).resolve("file");
      assertThat(file).hasContent("kept");
    }
    assertThat(
            host.engine()
                .does(
                    "run",
                    "--rm",
                    "-v",
                    host.named("{web}-volume:/volume"),
                    TestServers.baseImage(),
                    "cat",
                    "/volume/file"))
        .isEqualTo("kept");
    host.engine().does("volume", "rm", "-f", host.named("{web}-volume"));
  }

  /** They are not somebody else's for having been left behind. */
  @Test
  void anAppThatComesBackHasItsDirectoriesAgain() {
    host.has("web", TestImage.noting("1"));
    host.converges();
    host.app("web", "image: localhost/{web}:1\nstate: absent\n");
    host.converges();
    host.app("web");

    host.converges();

    host.container("web").isRunning();
    assertThat(host.notesOf("web"))
        .containsExactly("install 1", "run 1", "stop 1", "uninstall 1", "install 1", "run 1");
    assertThat(host.recorded("web").path("directories").toString()).contains("var/lib");
  }

  @Test
  void directoriesThatWeMadeGoWhenTheyAreEmpty() {
    host.builds(
        "web",
        TestImage.plain()
            .with("RUN", "docker run -d --name NAME -v ${LOGDIR}:/log -v ${DATADIR}:/data IMAGE"));
    var existing = host.root().resolve("var/lib").resolve(host.nameOf("web"));
    TestHost.write(existing.resolve("file"), "");
    TestHost.delete(existing.resolve("file"));
    host.app("web", "image: localhost/{web}:1\ngrants: ['mount:/var/lib/{web}']\n");
    host.converges();
    var logs = host.root().resolve("var/log").resolve(host.nameOf("web"));
    assertThat(logs).isDirectory();
    host.app("web", "image: localhost/{web}:1\nstate: absent\n");

    host.converges();

    assertThat(logs).doesNotExist();
    assertThat(existing).as("we did not make it").isDirectory();
    host.plansNothing();
  }

  @Test
  void anImageThatWasBuiltHereStaysWithoutOurName() {
    host.has("web", TestImage.plain());
    host.converges();
    host.app("web", "image: localhost/{web}:1\nstate: absent\n");

    host.converges();

    assertThat(host.engine().hasImage(host.named("localhost/{web}:1"))).isTrue();
    assertThat(host.engine().images())
        .noneMatch(image -> image.contains(host.named("localhost/atomic-reconcile/{web}")));
  }
}
