package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Invariant 11: no label command runs with a privilege that was not granted. */
@OnEachEngine
class GrantsIT {
  private static final String GREEDY = "docker run -d --name NAME --cap-add SYS_TIME IMAGE";

  @AutoClose private final TestHost host;

  GrantsIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void aRefusedInstallLeavesNoTrace() throws IOException {
    host.has(
        "web",
        TestImage.noting("1")
            .with(
                "INSTALL",
                "docker run --rm -v ${CONFDIR}:/conf --network host IMAGE touch /conf/made"));
    host.has("other", TestImage.plain());

    assertThat(host.plans().out()).contains("held (GrantMissing): label INSTALL uses host-network");
    var result = host.fails(1);

    assertThat(result.out())
        .contains("its manifest does not grant it")
        .contains("write into the spec of its manifest: grants: [host-network]");
    host.container("web").isAbsent();
    host.container("web.install").isAbsent();
    host.container("other").isRunning();
    assertThat(host.isRecorded("web")).isFalse();
    assertThat(host.engine().images())
        .noneMatch(image -> image.contains("atomic-reconcile/" + host.nameOf("web")));
    try (var files = Files.walk(host.root())) {
      assertThat(files.map(Path::toString)).noneMatch(file -> file.contains(host.nameOf("web")));
    }

    host.app("web", "image: localhost/{web}:1\ngrants: [host-network]\n");
    host.converges();
    assertThat(host.root().resolve("etc").resolve(host.nameOf("web")).resolve("made")).exists();
  }

  @Test
  void anUpdateThatNeedsMoreStopsBeforeAnythingIsTouchedAndSaysWhatGrew() {
    host.has("web", TestImage.noting("1"));
    host.converges();
    var before = host.container("web");
    host.builds("web", TestImage.noting("2").with("RUN", GREEDY));

    var result = host.fails(1);

    assertThat(result.out())
        .contains("label RUN uses cap:SYS_TIME")
        .contains("the version that is installed does without cap:SYS_TIME")
        .contains("grants: [\"cap:SYS_TIME\"]");
    host.container("web").isUntouchedSince(before);
    assertThat(host.notesOf("web")).containsExactly("install 1", "run 1");
  }

  @Test
  void anUpdateToBeFetchedIsRefusedAfterTheFetchAndBeforeTheFirstDisruption() {
    host.builds("web", TestImage.noting("1"));
    var remote = host.engine().pushes(host.named("localhost/{web}:1"), host.nameOf("web") + ":1");
    host.app("web", "image: %s\n".formatted(remote));
    host.converges();
    var before = host.container("web");
    host.builds("web", TestImage.noting("2").with("RUN", GREEDY));
    var next = host.engine().pushes(host.named("localhost/{web}:1"), host.nameOf("web") + ":2");
    host.engine().does("rmi", next);
    host.app("web", "image: %s\n".formatted(next));

    var result = host.fails(1);

    assertThat(result.out()).contains("label RUN uses cap:SYS_TIME").contains("does not grant it");
    host.container("web").isUntouchedSince(before);
    assertThat(host.notesOf("web")).containsExactly("install 1", "run 1");
  }

  @Test
  void aLinkThatIsSwappedAfterThePlanIsFollowedOnceMoreBeforeTheCommand() throws IOException {
    var shared = Files.createDirectories(host.root().resolve("srv/shared"));
    var data = Files.createDirectories(shared.resolve("data"));
    TestHost.write(host.root().resolve("etc/passwd"), "root");
    host.builds(
        "web",
        TestImage.plain()
            .with(
                "INSTALL",
                "docker run --rm -v %s:/shared IMAGE /bin/sh -c 'rmdir /shared/data && ln -s %s /shared/data'"
                    .formatted(shared, host.root().resolve("etc")))
            .with("RUN", "docker run -d --name NAME -v %s:/data IMAGE".formatted(data)));
    host.app("web", "image: localhost/{web}:1\ngrants: ['mount:/srv/shared']\n");
    assertThat(host.plans().out()).contains("Plan: 1 to add.");

    var result = host.fails(1);

    assertThat(result.out())
        .contains("right before it something had changed: label RUN uses mount:/etc")
        .contains("data' leads)");
    assertThat(data).isSymbolicLink();
    host.container("web").isAbsent();
  }

  @Test
  void aVolumeThatIsAHostDirectoryIsAMountOfIt() {
    var volume = host.nameOf("volume");
    var secrets = TestHost.write(host.root().resolve("etc/secrets/pw"), "secret").getParent();
    host.engine()
        .does(
            "volume",
            "create",
            "-o",
            "type=none",
            "-o",
            "o=bind",
            "-o",
            "device=" + secrets,
            volume);
    try {
      host.has(
          "web",
          TestImage.plain()
              .with("RUN", "docker run -d --name NAME -v %s:/data IMAGE".formatted(volume)));

      assertThat(host.fails(1).out()).contains("label RUN uses mount:/etc/secrets");
      host.container("web").isAbsent();

      host.app("web", "image: localhost/{web}:1\ngrants: ['mount:/etc/secrets']\n");
      host.converges();
      host.container("web").isRunning();
    } finally {
      host.engine().ends(List.of(host.nameOf("web")));
      host.engine().does("volume", "rm", "-f", volume);
    }
  }

  @Test
  void aVolumeOfTheEnginesOwnIsFree() {
    var volume = host.nameOf("volume");
    host.has(
        "web",
        TestImage.plain()
            .with("RUN", "docker run -d --name NAME -v %s:/data IMAGE".formatted(volume)));
    try {
      host.converges();
      host.engine().ends(List.of(host.nameOf("web")));
      host.converges();
      host.container("web").isRunning();
    } finally {
      host.engine().ends(List.of(host.nameOf("web")));
      host.engine().does("volume", "rm", "-f", volume);
    }
  }

  @Test
  void theSocketThatWeUseCountsUnderAnyName() throws IOException {
    var socket = Path.of(host.engine().socketUrl().replace("unix://", ""));
    var link = host.root().resolve("srv/harmless");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, socket);
    host.builds(
        "web",
        TestImage.plain().with("RUN", "docker run -d --name NAME -v %s:/s IMAGE".formatted(link)));
    host.app("web", "image: localhost/{web}:1\ngrants: ['mount:/']\n");

    assertThat(host.fails(1).out()).contains("label RUN uses engine-socket");
    host.container("web").isAbsent();
  }

  @Test
  void aDirectoryThatSomebodyElseMadeIsNotTheAppsOwn() throws IOException {
    var directory = host.root().resolve("etc").resolve(host.nameOf("web"));
    Files.createDirectories(directory);
    host.builds(
        "web",
        TestImage.plain().with("RUN", "docker run -d --name NAME -v ${CONFDIR}:/conf IMAGE"));
    host.app("web");

    assertThat(host.fails(1).out()).contains(host.named("label RUN uses mount:/etc/{web}"));
    host.container("web").isAbsent();

    host.app("web", "image: localhost/{web}:1\ngrants: ['mount:/etc/{web}']\n");
    host.converges();
    host.container("web").isRunning();
  }

  @Test
  void aGrantTakenAwayRestartsNothingAndIsShown() {
    host.builds("web", TestImage.plain().with("RUN", GREEDY));
    host.app("web", "image: localhost/{web}:1\ngrants: ['cap:SYS_TIME']\n");
    host.converges();
    var before = host.container("web");
    host.app("web");

    assertThat(host.converges().out()).contains("1 to record");

    host.container("web").isUntouchedSince(before);
    assertThat(host.runs("status", "{web}").text()).contains("Degraded", "GrantMissing");
    host.plansNothing();

    host.engine().ends(List.of(host.nameOf("web")));
    assertThat(host.fails(1).out()).contains("held (GrantMissing)");
    host.container("web").isAbsent();
  }

  /** Invariant 9. */
  @Test
  void aRemovalRunsUnderTheGrantsThatWereRecorded() {
    var noting = TestImage.noting("1");
    var uninstall =
        noting.labels().getOrDefault("UNINSTALL", "").replace("--rm", "--rm --cap-add SYS_TIME");
    host.builds("web", noting.with("UNINSTALL", uninstall));
    host.app("web", "image: localhost/{web}:1\ngrants: ['cap:SYS_TIME']\n");
    host.converges();
    host.app("web");
    host.converges();

    host.app("web", "image: localhost/{web}:1\nstate: absent\n");
    host.converges();

    host.container("web").isAbsent();
    assertThat(host.notesOf("web")).contains("uninstall 1");
    assertThat(host.isRecorded("web")).isFalse();
  }

  @Test
  void theSettingsCapWhatManifestsGrantAndWhereImagesComeFrom() {
    var settings = host.directory().resolve("settings.yaml");
    host.builds("web", TestImage.plain().with("RUN", GREEDY));
    host.app("web", "image: localhost/{web}:1\ngrants: [privileged]\n");

    TestHost.write(settings, "policy: {grants: ['cap:NET_ADMIN']}\n");
    assertThat(host.fails(1, "--settings", settings.toString()).out())
        .contains("label RUN uses cap:SYS_TIME, which policy.grants");

    TestHost.write(settings, "policy: {registries: [quay.io]}\n");
    assertThat(host.fails(1, "--settings", settings.toString()).out())
        .contains("held (RegistryRefused)", "policy.registries");
    host.container("web").isAbsent();

    TestHost.write(settings, "policy: {grants: [privileged], registries: [localhost]}\n");
    host.converges("--settings", settings.toString());
    host.container("web").isRunning();

    TestHost.write(settings, "policy: {registries: [quay.io]}\n");
    assertThat(host.runs("update", "--settings", settings.toString(), "{web}").text())
        .contains("is to be fetched", "policy.registries");
  }

  /** Where no container bears a name, engines look for an ID that begins like it. */
  @Test
  void anAppThatIsCalledLikeTheIdOfAContainerDoesNotReachIt() {
    host.has("victim", TestImage.plain());
    host.converges();
    var id = host.container("victim").id().substring(0, 12);
    host.builds("evil", TestImage.plain().with("INSTALL", "docker exec NAME touch /stolen"));

    var refused = host.byHand("install", "--name", id, "localhost/{evil}:1");

    assertThat(refused.exitCode()).as("%s", refused).isEqualTo(1);
    assertThat(refused.text()).contains("could take that for the ID of another one");
    var looked = host.engine().tries("exec", host.nameOf("victim"), "test", "-e", "/stolen");
    assertThat(looked.exitCode()).isEqualTo(1);
  }
}
