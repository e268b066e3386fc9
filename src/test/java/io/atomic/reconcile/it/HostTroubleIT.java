package io.atomic.reconcile.it;

import static io.atomic.reconcile.it.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program is killed, the tool is busy, hangs, fails or lies: nothing is done twice or lost. */
class HostTroubleIT {
  private static final String NEXT = "testos/2/x86_64/stable";

  @AutoClose private final OstreeHost host = OstreeHost.booted();

  @BeforeEach
  void thereIsSomethingToStage() {
    host.commits(NEXT, "2.0");
    host.manifest(
        """
        ref: testremote:testos/2/x86_64/stable
        packages: {install: [tmux]}
        overrides: {remove: [nano]}
        kernelArguments: {present: [debug]}
        """);
  }

  private void isKilledAmid(String command) {
    host.isSlow(command);
    var run = host.startsProgram("apply");
    patiently().until(() -> host.hasBegun(command) || !run.isAlive());
    // A run that never came so far says why.
    assertThat(host.hasBegun(command))
        .as(() -> "%s, before %s".formatted(run.await(), command))
        .isTrue();
    host.awaitsTransaction();
    run.kill();
    assertThat(run.await().exitCode()).isNotZero();
  }

  private void isAllStaged() {
    assertThat(host.next().version()).isEqualTo("2.0");
    assertThat(host.next().packages()).containsExactly("tmux");
    assertThat(host.next().removals()).containsExactly("nano");
    assertThat(host.kernelArguments()).contains("debug");
    assertThat(host.next().isLocked()).isTrue();
    assertThat(host.plans().out()).contains("held (RebootRequired)");
  }

  @Test
  void killedAmidTheFirstCommandWhichGoesOnWithoutUs() {
    isKilledAmid("rebase");
    host.isFastAgain();
    host.awaitsQuiet();
    assertThat(host.next().version()).isEqualTo("2.0");

    host.converges();

    isAllStaged();
    assertThat(host.mutations()).filteredOn(line -> line.contains(" rebase ")).hasSize(1);
  }

  @Test
  void killedAmidEveryOtherCommand() {
    for (var command : List.of("override remove", "kargs")) {
      isKilledAmid(command);
      host.isFastAgain();
      host.awaitsQuiet();
    }

    host.converges();

    isAllStaged();
    for (var command : List.of(" rebase ", " override ", " kargs ")) {
      assertThat(host.mutations()).filteredOn(line -> line.contains(command)).hasSize(1);
    }
  }

  @Test
  void whatIsLayeredWhileWeWereKilledIsOursAllTheSame() {
    isKilledAmid("rebase");
    host.isFastAgain();
    host.awaitsQuiet();
    host.converges();
    host.rpmOstree("finalize-deployment", host.next().base());
    host.reboots();
    assertThat(host.bootedDeployment().packages()).containsExactly("tmux");

    host.manifest("ref: testremote:testos/2/x86_64/stable\n");
    host.converges();

    assertThat(host.next().packages()).isEmpty();
    assertThat(host.kernelArguments()).doesNotContain("debug");
    // The removal is lost with the power: what we have layered is still ours to remove.
    host.losesPower();
    host.converges();
    assertThat(host.next().packages()).isEmpty();
  }

  @Test
  void theSameCommandIsJoinedWhereItStillRuns() {
    isKilledAmid("rebase");

    var second = host.startsProgram("apply");
    patiently()
        .until(
            () -> host.mutations().stream().filter(line -> line.contains(" rebase ")).count() == 2);
    host.isFastAgain();

    assertThat(second.await().exitCode()).isZero();
    isAllStaged();
    assertThat(host.mutations()).noneMatch(line -> line.contains("cancel"));
  }

  @Test
  void killedAmidTheFirstCommandWhichIsThenLostToAPowerCut() {
    isKilledAmid("rebase");
    host.isFastAgain();
    host.awaitsQuiet();
    host.losesPower();

    host.converges();

    isAllStaged();
  }

  @Test
  void theChangeOfSomebodyElseIsWaitedForAndNeverCancelled() {
    host.behaves("busy", "upgrade --trigger-automatic-update-policy");
    var run = host.startsProgram("apply", "-v");
    patiently().until(() -> !host.mutations().isEmpty());

    host.behaves("busy", null);

    var result = run.await();
    assertThat(result.exitCode()).as("%s", result).isZero();
    isAllStaged();
    assertThat(host.mutations()).noneMatch(line -> line.contains("cancel"));
  }

  @Test
  void aNetworkThatIsAwayIsTriedAgainInTheNextRun() {
    host.fails("rebase", "While pulling testos/2/x86_64/stable: Couldn't resolve host name", 1);

    assertThat(host.failsWith(1).out()).contains("Couldn't resolve host name");
    assertThat(host.next().isBooted()).isTrue();

    host.converges();
    isAllStaged();
  }

  @Test
  void aFullDiskChangesNothingAndSaysWhatHelps() {
    host.behaves("diskFull", true);

    assertThat(host.failsWith(1).out()).contains("min-free-space", "make room");
    assertThat(host.next().isBooted()).isTrue();

    host.behaves("diskFull", false);
    host.converges();
    isAllStaged();
  }

  @Test
  void aPackageThatDoesNotExistStopsBeforeWhatComesAfterItAndRests() {
    host.behaves("unavailable", java.util.List.of("tmux"));

    assertThat(host.failsWith(1).out()).contains("Host/host failed", "tmux");
    assertThat(host.mutations()).hasSize(1);
    assertThat(host.failsWith(1).out()).contains("held (ToolRefused)");
    assertThat(host.mutations()).hasSize(1);
    assertThat(host.next().isBooted()).isTrue();
  }

  @Test
  void whatIsStagedBetweenPlanAndCommandIsNotBuiltUpon() {
    var plan = host.stateDirectory().resolveSibling("plan.json");
    host.runs("plan", "--out", plan.toString());
    host.rpmOstree("install", "vim");

    var run = host.runs("apply", plan.toString());

    assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
    assertThat(host.mutations()).hasSize(1);
  }

  @Test
  void theAppsOfAHostThatFailsGoOnTheirOwnWay() {
    host.fails("rebase", "Commit abc: Commit has no requested ref", 9);
    TestHost.write(
        host.manifests().resolve("web.yaml"),
        """
        apiVersion: atomic/v1
        kind: App
        metadata: {name: web}
        spec: {image: 'registry.example.com/web:1'}
        """);

    var run = host.runs("apply", "--engine", "/run/no-such.sock");

    assertThat(run.exitCode()).as("%s", run).isEqualTo(69);
    assertThat(run.out()).contains("Host/host failed", "App/web is held (EngineUnavailable)");
  }

  @Test
  void aDaemonThatDoesNotAnswerIsAnErrorOfTheHostAlone() {
    host.behaves(
        "fail",
        Map.of(
            "status",
            Map.of(
                "stderr",
                "Loading sysroot: Failed to invoke RegisterClient: GDBus.Error:org.freedesktop.DBus.Error.TimedOut",
                "times",
                9)));

    assertThat(host.failsWith(1).out())
        .contains("held (HostUnreadable)", "Failed to invoke RegisterClient");
  }
}
