package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Much may happen at once. */
class DaemonBurstIT {
  private static final int EVENTS = 1000;

  @AutoClose private final TestHost host = TestHost.on(EngineKind.DOCKER);

  @Test
  void aThousandEventsAreOneRunOrTwo() {
    host.has("web", TestImage.plain());
    host.has("db", TestImage.plain());
    try (var daemon = RunningDaemon.on(host)) {
      var before = daemon.runs().size();

      host.engine().does("kill", host.nameOf("web"));
      isTaggedAgainAndAgain("web");
      host.engine().does("kill", host.nameOf("db"));
      RunningDaemon.eventually()
          .untilAsserted(() -> {
            host.container("web").isRunning();
            host.container("db").isRunning();
          });
      TestHost.endsWith(0, daemon.asks("--wait"));

      assertThat(daemon.runs().size() - before - 1)
          .as("runs for %d events, but for the one that was asked for", EVENTS)
          .isBetween(1, 2);
    }
  }

  /** Over one connection, which takes about a second. */
  private void isTaggedAgainAndAgain(String app) {
    var socket = host.engine().socketUrl().replaceFirst("^unix://", "");
    var name = host.named("localhost/{" + app + "}");
    var request =
        """
        unix-socket = %s
        silent
        url = "http://engine/images/%s:1/tag?repo=%s&tag=1"
        request = POST
        output = /dev/null
        """
            .formatted(socket, name, name);
    var configuration = String.join("next\n", Collections.nCopies(EVENTS, request));
    var sent = Command.start(List.of("curl", "-K", "-"), Map.of(), configuration).await();
    assertThat(sent.exitCode()).as("%s", sent).isZero();
  }
}
