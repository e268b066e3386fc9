package io.atomic.reconcile.it;

import static io.atomic.reconcile.it.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.fleetlock.FakeLockServer;
import java.nio.file.Files;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a staged deployment is booted, and what is learnt from the boot. */
class HostRebootIT {
  private static final String NEXT = "testos/2/x86_64/stable";

  @AutoClose private final OstreeHost host = OstreeHost.booted();

  @BeforeEach
  void theHostBootsWhenItIsAskedTo() {
    host.commits(NEXT, "2.0");
    host.behaves("rebootDoes", "now");
  }

  private void declares(String reboot) {
    host.manifest("ref: %s:%s\nreboot: %s\n".formatted(OstreeHost.REMOTE, NEXT, reboot));
  }

  @Test
  void atOnceWhereTheManifestWantsThatAndAfterTheReport() {
    declares("{strategy: immediate}");

    var run = host.converges();

    assertThat(run.err()).contains("✓ Host/reboot");
    assertThat(host.mutations())
        .endsWith("rpm-ostree finalize-deployment " + host.bootedDeployment().base());
    assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
    assertThat(host.stateDirectory().resolve("last-run.json")).exists();
    host.converges();
    host.plansNothing();
    assertThat(host.askedReboots()).hasSize(1);
  }

  @Test
  void notBeforeItsWindowOpens() {
    var settings = host.root().resolve("etc/atomic/reconcile.yaml");
    var soon = LocalTime.now(ZoneId.systemDefault()).plusHours(2).withSecond(0).withNano(0);
    TestHost.write(settings, "windows: {night: {start: '%s', length: 1h}}\n".formatted(soon));
    declares("{strategy: window, window: night}");

    assertThat(host.converges().out()).doesNotContain("Host/reboot");
    assertThat(host.plans().out()).contains("held (RebootRequired)", "night");
    assertThat(host.askedReboots()).isEmpty();

    TestHost.write(settings, "windows: {night: {start: '00:00', length: 24h}}\n");
    host.converges();
    assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
  }

  @Test
  void notBeforeTheGateFileIsThere() {
    declares("{strategy: immediate, gateFile: /run/ok}");
    host.converges();
    assertThat(host.plans().out()).contains("held (RebootRequired)", "/run/ok");

    TestHost.write(host.root().resolve("run/ok"), "");
    host.converges();
    assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
  }

  @Test
  void notWhileAProgramInhibitsIt() {
    host.behaves(
        "logind",
        Map.of(
            "inhibitors",
            List.of(Map.of("what", "shutdown", "who", "backup", "why", "it runs", "mode", "block")),
            "sessions",
            List.of()));
    declares("{strategy: immediate}");

    host.converges();
    assertThat(host.plans().out()).contains("held (RebootRequired)", "backup");
    assertThat(host.askedReboots()).isEmpty();

    declares("{strategy: immediate, inhibit: ignore}");
    host.converges();
    assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
  }

  @Test
  void peopleWhoAreLoggedInAreWarnedAndPutItOff() throws Exception {
    host.behaves(
        "logind",
        Map.of("inhibitors", List.of(), "sessions", List.of(Map.of("user", "eve", "tty", "tty1"))));
    declares("{strategy: immediate}");

    var run = host.startsProgram("apply");
    patiently().until(() -> !host.walls().isEmpty());
    assertThat(host.walls().getFirst()).contains("reboot");
    assertThat(host.askedReboots()).isEmpty();

    // They leave: the next look, a minute later, finds nobody.
    host.behaves("logind", Map.of("inhibitors", List.of(), "sessions", List.of()));
    assertThat(run.await().exitCode()).isZero();
    assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
  }

  @Test
  void aRefusedBootIsReportedAndTheLockGivenBack() throws Exception {
    try (var server = FakeLockServer.airlock(Map.of("web", 1))) {
      host.behaves("inhibited", Map.of("who", "backup", "why", "it runs"));
      declares(
          "{strategy: immediate, inhibit: ignore, fleetLock: {url: '%s', group: web}}"
              .formatted(server.url()));

      assertThat(host.failsWith(1).err()).contains("Reboot blocked by a systemd inhibitor lock");

      assertThat(server.holders("web")).isEmpty();
      assertThat(host.bootedDeployment().version()).isEqualTo("1.0");
      host.behaves("inhibited", null);
      host.converges();
      assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
    }
  }

  @Test
  void oneHostOfAGroupAtATimeAndTheLockIsKeptUntilTheBootHasProvedItself() throws Exception {
    try (var server = FakeLockServer.airlock(Map.of("web", 1));
        var second = OstreeHost.booted()) {
      second.commits(NEXT, "2.0");
      second.behaves("rebootDoes", "now");
      var policy =
          "{strategy: immediate, fleetLock: {url: '%s', group: web}}".formatted(server.url());
      declares(policy);
      second.manifest("ref: %s:%s\nreboot: %s\n".formatted(OstreeHost.REMOTE, NEXT, policy));
      Files.writeString(
          second.root().resolve("etc/machine-id"), "0123456789abcdef0123456789abcdef\n");

      host.converges();
      assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
      assertThat(server.holders("web")).hasSize(1);

      assertThat(second.converges().err()).contains("the lock of group 'web' was not given");
      assertThat(second.bootedDeployment().version()).isEqualTo("1.0");

      host.behaves(
          "units",
          Map.of(
              "boot-complete.target",
              Map.of("LoadState", "loaded", "ActiveState", "inactive", "Job", "17")));
      assertThat(host.converges().out()).contains("held (BootNotComplete)");
      assertThat(server.holders("web")).hasSize(1);

      host.behaves("units", Map.of("boot-complete.target", "active"));
      assertThat(host.converges().err()).contains("✓ Host/release-lock");
      assertThat(server.holders("web")).isEmpty();

      second.converges();
      assertThat(second.bootedDeployment().version()).isEqualTo("2.0");
    }
  }

  /** Nothing was recorded of the host before: the lock is, all the same. */
  @Test
  void theLockIsKeptAndGivenBackAlsoWhereSomebodyElseHasStaged() throws Exception {
    try (var server = FakeLockServer.airlock(Map.of("web", 1))) {
      host.rpmOstree("rebase", OstreeHost.REMOTE + ":" + NEXT);
      declares("{strategy: immediate, fleetLock: {url: '%s', group: web}}".formatted(server.url()));

      host.converges();
      assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
      assertThat(server.holders("web")).hasSize(1);

      host.converges();
      assertThat(server.holders("web")).isEmpty();
    }
  }

  @Test
  void aBootThatFellBackIsNeverTriedAgainForTheSameManifest() {
    host.behaves("bootFalls", true);
    host.behaves("fallback", "permanent");
    declares("{strategy: immediate}");

    host.converges();
    assertThat(host.bootedDeployment().version()).isEqualTo("1.0");

    assertThat(host.failsWith(1).out()).contains("held (RolledBack)", "'2.0' was booted");
    assertThat(host.failsWith(1).out()).contains("held (RolledBack)");
    assertThat(host.askedReboots()).hasSize(1);
    assertThat(host.mutations()).hasSize(2);

    host.behaves("bootFalls", false);
    host.commits(NEXT, "2.1");
    host.manifest(
        "ref: %s:%s\nversion: '2.1'\nreboot: {strategy: immediate}\n"
            .formatted(OstreeHost.REMOTE, NEXT));
    host.converges();
    assertThat(host.bootedDeployment().version()).isEqualTo("2.1");
  }

  @Test
  void aFallBackThatIsNotForGoodIsNotBootedIntoAgainByUs() {
    host.behaves("bootFalls", true);
    host.behaves("fallback", "once");
    declares("{strategy: immediate}");
    host.converges();

    assertThat(host.failsWith(1).out()).contains("held (RolledBack)");
    assertThat(host.askedReboots()).hasSize(1);
  }

  @Test
  void aFinalizationThatFailedIsReportedAndNotRepeated() {
    host.behaves("finalizeFails", "error: Bootloader write config: grub2-mkconfig failed");
    declares("{strategy: immediate}");
    host.converges();
    assertThat(host.bootedDeployment().version()).isEqualTo("1.0");

    assertThat(host.failsWith(1).out()).contains("held (FinalizationFailed)");
    assertThat(host.failsWith(1).out()).contains("held (FinalizationFailed)");
    assertThat(host.askedReboots()).hasSize(1);
  }

  @Test
  void aPowerCutLosesWhatWasStagedAndItIsStagedAgain() {
    declares("{strategy: never}");
    host.converges();
    host.losesPower();
    assertThat(host.next().isBooted()).isTrue();

    host.converges();

    assertThat(host.next().version()).isEqualTo("2.0");
    assertThat(host.mutations()).hasSize(2);
  }

  @Test
  void aRebootBySomebodyElseDropsWhatIsLockedAndItIsStagedAgain() {
    declares("{strategy: never}");
    host.converges();
    host.reboots();
    assertThat(host.bootedDeployment().version()).isEqualTo("1.0");

    host.converges();
    assertThat(host.next().version()).isEqualTo("2.0");
  }
}
