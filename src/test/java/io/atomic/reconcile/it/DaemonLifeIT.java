package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The daemon outlives what happens around it, and ends when it is told to. */
class DaemonLifeIT {
  @AutoClose private final TestHost host = TestHost.on(EngineKind.DOCKER);

  @Test
  void toldToEndItFinishesTheStepAndLeavesTheRestToTheNext() {
    host.builds(
        "web",
        TestImage.noting("1")
            .with(
                "INSTALL",
                "docker run --rm -v ${DATADIR}:/data IMAGE /bin/sh -c"
                    + " 'echo begun >>/data/notes; sleep 3; echo installed >>/data/notes'"));
    host.app("web");
    try (var daemon = RunningDaemon.starts(host)) {
      RunningDaemon.eventually().until(() -> host.notesOf("web").contains("begun"));

      assertThat(daemon.ends()).isZero();

      assertThat(host.notesOf("web")).containsExactly("begun", "installed");
      host.container("web").isAbsent();
      assertThat(daemon.log()).contains("ending", "the daemon was told to end");
      assertThat(daemon.socket()).doesNotExist();
    }
    host.converges();
    assertThat(host.notesOf("web")).containsExactly("begun", "installed", "run 1");
  }

  @Test
  void whatOnlyWaitsIsNotWaitedForAtTheEnd() {
    host.builds("web", TestImage.plain());
    host.app("web", "image: localhost/{web}:1\nhealth: {tcp: '127.0.0.1:1', timeout: 100s}");
    host.builds("late", TestImage.plain());
    host.app("late", "image: localhost/{late}:1\ndependsOn: ['{web}']");
    try (var daemon = RunningDaemon.starts(host)) {
      RunningDaemon.eventually().untilAsserted(() -> host.container("web").isRunning());

      var began = System.nanoTime();
      assertThat(daemon.ends()).isZero();
      assertThat(System.nanoTime() - began)
          .as("the watch has its deadline only in 100 s")
          .isLessThan(30_000_000_000L);
    }
  }

  @Test
  void anEngineThatIsNotThereYetIsWaitedFor() throws Exception {
    host.has("web", TestImage.plain());
    var socket = host.directory().resolve("proxy.sock").toString();
    try (var daemon = RunningDaemon.starts(host, "--engine", socket)) {
      daemon.awaitLog("the container engine cannot be followed");
      daemon.awaitAnswer();
      TestHost.endsWith(69, daemon.asks("--wait"));

      var first = EngineProxy.before(host);
      RunningDaemon.eventually().untilAsserted(() -> host.container("web").isRunning());
      assertThat(daemon.log()).contains("the container engine answers again");

      first.close();
      Files.delete(Path.of(socket));
      host.engine().does("kill", host.nameOf("web"));
      try (var _ = EngineProxy.before(host)) {
        RunningDaemon.eventually().untilAsserted(() -> host.container("web").isRunning());
      }
    }
  }

  @Test
  void settingsThatAreInvalidAreSaidAndTheFormerOnesStay() {
    host.has("web", TestImage.plain());
    var settings = host.root().resolve("etc/atomic/reconcile.yaml");
    TestHost.write(settings, "schedule: {every: 10s}\n");
    try (var daemon = RunningDaemon.on(host)) {
      daemon.awaitFullRun("schedule");

      TestHost.write(settings, "schedule: {every: 10}\n");
      daemon.receives("HUP");
      daemon.awaitLog("the settings are invalid; those that were read before stay");
      var runs = daemon.runs().size();
      RunningDaemon.eventually().until(() -> daemon.runs().size() > runs);

      TestHost.write(settings, "schedule: {every: 1d}\n");
      daemon.receives("HUP");
      daemon.awaitFullRun("the settings were read again");
    }
  }

  @Test
  void anAppOfTheScheduleThatNobodyDeclaresIsSaidOnceForTheseSettings() {
    host.has("web", TestImage.plain());
    var settings = host.root().resolve("etc/atomic/reconcile.yaml");
    TestHost.write(settings, "schedule: {every: 1d, apps: {batch: {every: 1h}}}\n");
    var warning = "reconcile.yaml:1:37: schedule.apps.batch has no effect";
    try (var daemon = RunningDaemon.on(host)) {
      TestHost.endsWith(0, daemon.asks("--wait"));
      assertThat(daemon.log()).containsOnlyOnce(warning);

      daemon.receives("HUP");
      RunningDaemon.eventually()
          .untilAsserted(
              () -> assertThat(daemon.log()).containsSubsequence(warning, "read again", warning));
    }
  }

  @Test
  void theSettingsMoveTheControlSocket() {
    try (var daemon = RunningDaemon.on(host)) {
      TestHost.write(
          host.root().resolve("etc/atomic/reconcile.yaml"), "control: {socket: /run/other.sock}\n");
      daemon.receives("HUP");
      daemon.awaitLog("the control socket is at '");

      TestHost.endsWith(0, daemon.asks("--wait"));
      assertThat(daemon.socket()).doesNotExist();
    }
  }

  @Test
  void settingsThatAreInvalidAtTheStartAreItsEnd() {
    TestHost.write(host.root().resolve("etc/atomic/reconcile.yaml"), "schedule: {}\n");
    var daemon = RunningDaemon.starts(host);

    assertThat(daemon.awaitEnd()).isEqualTo(78);
    assertThat(daemon.log())
        .contains("reconcile.yaml:1:11: schedule needs exactly one of 'cron' and 'every'");
  }

  @Test
  void thereIsOneDaemonToAHost() {
    try (var first = RunningDaemon.starts(host)) {
      first.awaitAnswer();
      var second = RunningDaemon.starts(host);

      assertThat(second.awaitEnd()).isEqualTo(75);
      assertThat(second.log()).contains("another daemon listens there");
      assertThat(first.isAlive()).isTrue();
      TestHost.endsWith(0, first.asks());
    }
  }

  @Test
  void whatAKilledDaemonLeftIsInNobodysWay() {
    host.has("web", TestImage.plain());
    var first = RunningDaemon.on(host);
    first.receives("KILL");
    first.awaitEnd();
    assertThat(first.socket()).exists();

    try (var second = RunningDaemon.on(host)) {
      TestHost.endsWith(0, second.asks("--wait"));
    }
  }

  @Test
  void aRunByHandAndTheDaemonTakeTurns() {
    host.has("web", TestImage.plain());
    try (var _ = RunningDaemon.on(host)) {
      host.converges();
      assertThat(host.runs("suspend", "{web}", "--reason", "a test").exitCode()).isZero();
    }
    assertThat(List.of(host.isRecorded("web"))).containsExactly(true);
  }
}
