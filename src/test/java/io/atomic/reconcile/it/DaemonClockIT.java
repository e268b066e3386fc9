package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The schedule over clocks that jump, and windows that open. */
class DaemonClockIT {
  private static final String SCHEDULE = "schedule";

  @AutoClose private final TestHost host = TestHost.on(EngineKind.DOCKER);
  private final Path offset = host.directory().resolve("offset");

  @Test
  void whatWasMissedIsMadeUpOnceAlsoWhenTheClockGoesBack() throws IOException {
    TestHost.write(host.root().resolve("etc/atomic/reconcile.yaml"), "schedule: {every: 1h}\n");
    try (var daemon = startedByAnotherClock()) {
      daemon.awaitFullRun("the daemon has started");

      // Five times have passed, as over a suspend.
      TestHost.write(offset, "+5h\n");
      daemon.awaitFullRun(SCHEDULE);
      // For a day Quartz would wait for what it has worked out.
      TestHost.write(offset, "-24h\n");
      daemon.awaitLog("the clock was set back by ");
      assertThat(daemon.fullRuns(SCHEDULE)).hasSize(1);

      TestHost.write(offset, "-22h\n");
      RunningDaemon.eventually()
          .untilAsserted(
              () -> assertThat(daemon.fullRuns(SCHEDULE)).as("%s", daemon.log()).hasSize(2));
    }
  }

  @Test
  void whatWaitsForAWindowIsDoneWhenItOpens() {
    host.has("web", TestImage.plain());
    try (var daemon = RunningDaemon.on(host)) {
      var web = host.container("web");
      var opens = LocalTime.now(ZoneId.systemDefault()).plusSeconds(15);
      TestHost.write(
          host.root().resolve("etc/atomic/reconcile.yaml"),
          """
          windows:
            soon: {cron: "%d %d %d * * ?", length: 1h}
          policy: {windows: {disruptions: soon}}
          """
              .formatted(opens.getSecond(), opens.getMinute(), opens.getHour()));
      daemon.receives("HUP");
      daemon.awaitLog("the settings were read again");
      host.app("web", "image: localhost/{web}:1\nenv: {MODE: other}");
      daemon.awaitLog("WindowClosed");
      host.container("web").isUntouchedSince(web);

      daemon.awaitFullRun("a window has opened");
      RunningDaemon.eventually()
          .untilAsserted(() -> host.container("web").isRunning().isAnotherThan(web));
    }
  }

  @Test
  void anAppWithAScheduleOfItsOwnFollowsThatAlone() {
    host.has("web", TestImage.plain());
    host.has("batch", TestImage.plain());
    TestHost.write(
        host.root().resolve("etc/atomic/reconcile.yaml"),
        host.named(
            "schedule: {every: 1d, apps: {'{batch}': {cron: '0/5 * * * * ?', jitter: 1s}}}\n"));
    try (var daemon = RunningDaemon.on(host)) {
      daemon.awaitLog("{batch}: schedule of {batch}");

      assertThat(daemon.fullRuns(SCHEDULE)).isEmpty();
    }
  }

  /** The daemon by a clock that a file sets; its monotonic clock goes on as it does. */
  private RunningDaemon startedByAnotherClock() throws IOException {
    var library = fakeTime();
    Assumptions.assumeTrue(library != null, "there is no libfaketime here");
    TestHost.write(offset, "+0\n");
    return RunningDaemon.startsIn(
        host,
        List.of(
            "LD_PRELOAD=" + library,
            "FAKETIME_TIMESTAMP_FILE=" + offset,
            "FAKETIME_NO_CACHE=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
            "DONT_FAKE_MONOTONIC=1"));
  }

  /** The library of faketime(1), wherever distributions put it; null = it is not installed. */
  private static @Nullable Path fakeTime() throws IOException {
    var name = Path.of("faketime", "libfaketimeMT.so.1");
    try (var found = Files.find(Path.of("/usr/lib"), 4, (path, _) -> path.endsWith(name))) {
      return found.findFirst().orElse(null);
    }
  }
}
