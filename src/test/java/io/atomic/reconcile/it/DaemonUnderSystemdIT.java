package io.atomic.reconcile.it;

import static io.atomic.reconcile.it.ServiceHost.DAEMON;
import static io.atomic.reconcile.it.ServiceHost.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The daemon as a service of a real systemd. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class DaemonUnderSystemdIT {
  private static final String SOCKET = "/run/atomic-reconcile/control.sock";

  /** As the unit, in seconds instead of minutes. */
  private static final String QUICK =
      """
      [Service]
      WatchdogSec=5s
      TimeoutAbortSec=1s
      RestartSec=100ms
      """;

  /** Takes twice as long as the watchdog waits. */
  private static final String LONG_INSTALL =
      """
      install: {command: [/bin/sh, -c, sleep 10]}
      grants: ['command:/bin/sh']
      """;

  @AutoClose private final ServiceHost service = new ServiceHost();

  @AfterEach
  void comesToRest() {
    service.comesToRest();
  }

  private void awaitStatus(String text) {
    await().untilAsserted(() -> assertThat(service.property(DAEMON, "StatusText")).contains(text));
  }

  private void awaitRest() {
    awaitStatus("; the next run is at ");
  }

  @Test
  void whoStartsItWaitsUntilItListensAndOthersSeeWhatItDoes() {
    service.systemctl("start", DAEMON);

    assertThat(service.property(DAEMON, "ActiveState")).isEqualTo("active");
    assertThat(service.host().does("stat", "--format=%F %U %G %a", SOCKET))
        .isEqualTo("socket root atomic-reconcile 600");
    var asked = service.host().runsProgram("trigger", "--wait");
    assertThat(asked.exitCode()).as("%s", asked).isZero();
    awaitRest();
  }

  @Test
  void itsMetricsAreReadByTheGroupThatIsThereForIt() {
    var socket = "/run/atomic-reconcile/metrics.sock";
    service.settings("metrics: {listen: 'unix:%s'}\n".formatted(socket));

    service.systemctl("start", DAEMON);

    assertThat(service.host().does("stat", "--format=%F %U %G %a", socket))
        .isEqualTo("socket root atomic-reconcile 660");
  }

  @Test
  void aManifestThatIsDroppedInBecomesARunningApp() {
    service.systemctl("start", DAEMON);
    awaitRest();

    service.app("web");

    service.awaitRunning("web");
    service.awaitJournal(DAEMON, ": the manifests have changed");
  }

  @Test
  void itWorksWithAllOfItsConfinement() {
    service.dropIn(DAEMON, SystemdHost.UNITS.resolve("without-bootc.conf"));
    service.app("web");

    service.systemctl("start", DAEMON);

    service.awaitRunning("web");
    var name = service.nameOf("web");
    service.engine().does("kill", name);
    service.awaitRunning("web");
  }

  @Test
  void reloadTakesOtherSettingsAndKeepsTheFormerIfTheyAreInvalid() {
    service.systemctl("start", DAEMON);
    awaitRest();

    service.settings("schedule: {cron: '0 0 3 1 1 ? 2098', timeZone: UTC}\n");
    service.systemctl("reload", DAEMON);
    awaitStatus("the next run is at 2098-01-01T03:00:00Z");

    service.settings("schedule: {cron: often}\n");
    service.systemctl("reload", DAEMON);
    service.awaitJournal(DAEMON, "the settings are invalid; those that were read before stay");
    assertThat(service.journal(DAEMON, "--priority=err"))
        .contains("/etc/atomic/reconcile.yaml:2:")
        .doesNotContain("the settings were read again");
    awaitStatus("the next run is at 2098-01-01T03:00:00Z");
    assertThat(service.property(DAEMON, "ActiveState")).isEqualTo("active");
  }

  @Test
  void whatSomebodyHasToMendFirstIsNotStartedAgain() {
    service.dropIn(DAEMON, QUICK);
    service.settings("schedule: {cron: often}\n");

    var started = service.host().runs("systemctl", "start", DAEMON);

    assertThat(started.exitCode()).isNotZero();
    assertThat(service.property(DAEMON, "ActiveState")).isEqualTo("failed");
    assertThat(service.property(DAEMON, "ExecMainStatus")).isEqualTo("78");
    assertThat(service.property(DAEMON, "NRestarts")).isEqualTo("0");
  }

  private void signal(String signal) {
    service.systemctl("kill", "--kill-whom=main", "--signal=" + signal, DAEMON);
  }

  private void awaitRestart() {
    await().until(() -> service.property(DAEMON, "NRestarts"), "1"::equals);
    await().until(() -> service.property(DAEMON, "ActiveState"), "active"::equals);
    awaitRest();
  }

  @Test
  void aStandstillIsEndedByTheWatchdog() {
    service.dropIn(DAEMON, QUICK);
    service.systemctl("start", DAEMON);
    awaitRest();

    signal("STOP");

    awaitRestart();
    assertThat(service.journal(DAEMON))
        .contains("Watchdog timeout (limit 5s)!", "Full thread dump");
  }

  @Test
  void whatIsKilledIsStartedAgain() {
    service.dropIn(DAEMON, QUICK);
    service.systemctl("start", DAEMON);
    awaitRest();

    signal("KILL");

    awaitRestart();
  }

  @Test
  void aLongStepIsNoStandstill() {
    service.dropIn(DAEMON, QUICK);
    service.app("web", LONG_INSTALL);

    service.systemctl("start", DAEMON);

    service.awaitRunning("web");
    assertThat(service.property(DAEMON, "NRestarts")).isEqualTo("0");
    assertThat(service.journal(DAEMON)).doesNotContain("Watchdog timeout");
  }

  /** Each standstill of the line is longer than the watchdog waits, and there are two at least. */
  @Test
  void aLongPullIsNoStandstill() throws Exception {
    service.dropIn(DAEMON, QUICK);
    try (var registry = SlowRegistry.start(Duration.ofSeconds(6))) {
      service.app("web", registry);
      var begin = System.nanoTime();

      service.systemctl("start", DAEMON);

      service.awaitRunning("web");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(12));
    }
    assertThat(service.property(DAEMON, "NRestarts")).isEqualTo("0");
    assertThat(service.journal(DAEMON))
        .contains("✓ " + service.nameOf("web") + "/fetch (")
        .doesNotContain("Watchdog timeout");
  }

  @Test
  void stoppingItLetsTheStepEndThatIsUnderWayAndBeginsNoOther() {
    var installed = service.nameOf("web") + "/install (";
    service.app("web", LONG_INSTALL);
    service.systemctl("start", DAEMON);
    awaitStatus("reconciling everything");
    await()
        .untilAsserted(() ->
            assertThat(service.host().does("systemctl", "status", DAEMON)).contains("sleep 10"));

    service.systemctl("stop", DAEMON);

    assertThat(service.property(DAEMON, "Result")).isEqualTo("success");
    assertThat(service.property(DAEMON, "ExecMainStatus")).isEqualTo("0");
    assertThat(service.journal(DAEMON)).contains("ending", "✓ " + installed);
    assertThat(service.isRunning("web")).isFalse();
    assertThat(service.host().runs("test", "-e", SOCKET).exitCode()).isEqualTo(1);

    service.systemctl("start", DAEMON);
    service.awaitRunning("web");
    assertThat(service.journal(DAEMON)).containsOnlyOnce(installed);
  }

  /** The check of systemd itself waits for multi-user.target, which must not wait for us. */
  @Test
  void itIsStartedOnceTheBootHasProvedItself() {
    service.systemctl("enable", DAEMON, "systemd-boot-check-no-failures.service");
    service.host().reboots();
    service.host().awaitRunning();

    await().until(() -> service.property(DAEMON, "ActiveState"), "active"::equals);
    assertThat(service.property("systemd-boot-check-no-failures.service", "ActiveState"))
        .isEqualTo("active");
    assertThat(startOf(DAEMON)).isGreaterThan(startOf("boot-complete.target"));
    assertThat(service.host().does("journalctl", "--boot", "--no-pager"))
        .doesNotContain("ordering cycle");
  }

  private long startOf(String unit) {
    return Long.parseLong(service.property(unit, "ActiveEnterTimestampMonotonic"));
  }
}
