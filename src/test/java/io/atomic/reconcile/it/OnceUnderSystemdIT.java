package io.atomic.reconcile.it;

import static io.atomic.reconcile.it.ServiceHost.DAEMON;
import static io.atomic.reconcile.it.ServiceHost.ONCE;
import static io.atomic.reconcile.it.ServiceHost.PATH;
import static io.atomic.reconcile.it.ServiceHost.TIMER;
import static io.atomic.reconcile.it.ServiceHost.await;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Single runs, started by a timer and by a path of a real systemd. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class OnceUnderSystemdIT {
  private static final String STAMP = "/var/lib/systemd/timers/stamp-" + TIMER;
  private static final String LEFT = "/run/left";

  @AutoClose private final ServiceHost service = new ServiceHost();

  @AfterEach
  void comesToRest() {
    service.comesToRest();
    service.host().does("rm", "-f", STAMP);
  }

  private int runs() {
    return service.journal(ONCE).split("Starting " + ONCE, -1).length - 1;
  }

  @Test
  void theTimerMakesARunAgainAndAgain() {
    service.dropIn(
        TIMER,
        """
        [Timer]
        OnCalendar=
        OnCalendar=*:*:0/2
        RandomizedDelaySec=0
        AccuracySec=100ms
        """);
    service.app("web");

    service.systemctl("start", TIMER);

    service.awaitRunning("web");
    service.engine().does("kill", service.nameOf("web"));
    service.awaitRunning("web");
    await().until(() -> runs() >= 2);
  }

  @Test
  void whatTheTimerMissedIsMadeUp() {
    service.dropIn(TIMER, "[Timer]\nOnCalendar=\nOnCalendar=monthly\nRandomizedDelaySec=0\n");
    service.host().does("mkdir", "-p", "/var/lib/systemd/timers");
    service.host().does("touch", "--date=40 days ago", STAMP);
    service.app("web");

    service.systemctl("start", TIMER);

    service.awaitRunning("web");
  }

  @Test
  void aManifestThatIsDroppedInBecomesARunningApp() {
    service.systemctl("start", PATH);

    service.app("web");

    service.awaitRunning("web");
  }

  @Test
  void itWorksWithAllOfItsConfinement() {
    service.dropIn(ONCE, SystemdHost.UNITS.resolve("without-bootc.conf"));
    service.app("web");

    service.systemctl("start", ONCE);

    assertThat(service.isRunning("web")).isTrue();
  }

  @Test
  void whereTheDaemonIsAtWorkItIsSkippedHoweverOftenManifestsChange() {
    service.systemctl("start", DAEMON, PATH);

    for (var change = 1; change <= 8; change++) {
      var runs = runs();
      // systemd does not look at the path while the service runs.
      await().until(() -> service.property(PATH, "SubState"), "waiting"::equals);
      service.host().writes("/etc/atomic.d/notes.yaml", "# change %d\n".formatted(change));
      await().until(() -> runs() > runs);
    }

    await().until(() -> service.property(ONCE, "ActiveState"), "inactive"::equals);
    assertThat(service.property(ONCE, "Result")).isEqualTo("exec-condition");
    assertThat(service.property(PATH, "ActiveState")).isEqualTo("active");
    assertThat(service.property(DAEMON, "ActiveState")).isEqualTo("active");
  }

  @Test
  void aRunOfSomebodyElseIsNoFailure() {
    service.dropIn(ONCE, "[Service]\nExecCondition=\nEnvironment=ATOMIC_LOCK_TIMEOUT=1s\n");
    service.app(
        "web",
        """
        install: {command: [/bin/sh, -c, sleep 15]}
        grants: ['command:/bin/sh']
        """);
    service.systemctl("start", DAEMON);
    service.awaitJournal(DAEMON, "Plan: 1 to add.");

    service.systemctl("start", ONCE);

    assertThat(service.journal(ONCE)).contains("tried to lock the state directory");
    assertThat(service.property(ONCE, "ActiveState")).isEqualTo("inactive");
  }

  @Test
  void whatALabelCommandLeavesRunningOutlivesTheRun() {
    service.app(
        "web",
        """
        install: {command: [setsid, -f, flock, %s, sleep, '100000']}
        grants: ['command:setsid']
        """
            .formatted(LEFT));

    service.systemctl("start", ONCE);

    assertThat(service.isRunning("web")).isTrue();
    assertThat(service.property(ONCE, "ActiveState")).isEqualTo("inactive");
    assertThat(service.host().runs("flock", "--nonblock", LEFT, "true").exitCode())
        .as("somebody holds the lock still")
        .isEqualTo(1);
  }
}
