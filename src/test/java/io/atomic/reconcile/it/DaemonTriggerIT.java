package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Whoever may asks the daemon for a run, and can wait for what comes of it. */
class DaemonTriggerIT {
  /** Sends a line to a socket, and prints what is answered. */
  private static final String ASKING =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.connect(sys.argv[1])
      s.sendall(sys.argv[2].encode())
      s.shutdown(socket.SHUT_WR)
      while True:
          data = s.recv(65536)
          if not data: break
          sys.stdout.write(data.decode())
      """;

  @AutoClose private final TestHost host = TestHost.on(EngineKind.DOCKER);

  @Test
  void whoWaitsIsToldHowTheRunEnded() {
    host.has("web", TestImage.plain());
    host.has("db", TestImage.plain());
    try (var daemon = RunningDaemon.on(host)) {
      var all = TestHost.endsWith(0, daemon.asks("--wait"));
      assertThat(all.out()).contains("nothing to do");

      var one = TestHost.endsWith(0, daemon.asks("{web}", "--wait", "-o", "json"));
      assertThat(JsonMapper.shared().readTree(one.out()).path("verdict").asString())
          .isEqualTo("executed");
      assertThat(daemon.runs()).last().isEqualTo(host.named("{web}: root asked for it"));

      TestHost.endsWith(0, daemon.asks());
      var unknown = TestHost.endsWith(64, daemon.asks("{web}", "nosuch"));
      assertThat(unknown.err())
          .contains("there is no app 'nosuch': it is neither declared nor recorded");
    }
  }

  @Test
  void whatFailsIsAFailureToWhoWaitsAndIsTriedAgainLater() {
    host.builds("web", TestImage.plain().with("INSTALL", "docker run --rm IMAGE /bin/false"));
    host.app("web");
    try (var daemon = RunningDaemon.starts(host)) {
      daemon.awaitAnswer();
      var result = TestHost.endsWith(1, daemon.asks("--wait"));
      assertThat(result.out()).contains(host.named("App/{web}"));
      daemon.awaitLog("{web}: {web} failed");

      host.builds("web", TestImage.plain());
      RunningDaemon.eventually().untilAsserted(() -> host.container("web").isRunning());
    }
    host.plansNothing();
  }

  @Test
  void aSignalAsksAsWell() {
    host.has("web", TestImage.plain());
    try (var daemon = RunningDaemon.on(host)) {
      daemon.receives("USR1");
      daemon.awaitFullRun("SIGUSR1");
    }
  }

  @Test
  void nobodyElseMayAsk() throws Exception {
    host.has("web", TestImage.plain());
    try (var daemon = RunningDaemon.on(host)) {
      assertThat(Files.getPosixFilePermissions(daemon.socket()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));

      // Whoever comes by although the mode is too wide is known all the same.
      var open = PosixFilePermissions.fromString("rwxrwxrwx");
      for (var path : List.of("", "root", "root/run", "root/run/atomic-reconcile")) {
        Files.setPosixFilePermissions(host.directory().resolve(path), open);
      }
      Files.setPosixFilePermissions(daemon.socket(), open);
      var answer =
          Command.start(
                  List.of(
                      "setpriv",
                      "--reuid=65534",
                      "--clear-groups",
                      "/usr/bin/python3",
                      "-c",
                      ASKING,
                      daemon.socket().toString(),
                      "{\"run\":[]}\n"),
                  Map.of(),
                  "")
              .await();
      assertThat(answer.text()).contains("'nobody' may not ask this daemon for anything");
    }
  }

  @Test
  void whoTakesTheSocketAwayDoesNotSilenceTheDaemon() throws Exception {
    try (var daemon = RunningDaemon.on(host)) {
      Files.delete(daemon.socket());
      daemon.awaitLog("the control socket was taken away; it is at '");
      TestHost.endsWith(0, daemon.asks("--wait"));
    }
  }

  @Test
  void nonsenseIsRefusedAndHarmsNobody() throws Exception {
    host.has("web", TestImage.plain());
    try (var daemon = RunningDaemon.on(host)) {
      for (var nonsense : List.of("run!\n", "{}\n", "{\"run\": 3}\n", "[]\n", "\n", "")) {
        var answer =
            Command.start(
                    List.of("/usr/bin/python3", "-c", ASKING, daemon.socket().toString(), nonsense),
                    Map.of(),
                    "")
                .await();
        assertThat(answer.exitCode()).as("%s: %s", nonsense, answer).isZero();
        assertThat(answer.out()).doesNotContain("accepted");
      }
      TestHost.endsWith(0, daemon.asks("--wait"));
    }
  }

  @Test
  void whereNoDaemonIsItSaysHowToGoOn() {
    var result = TestHost.endsWith(69, Program.run(host.arguments(List.of("trigger"))));

    assertThat(result.err())
        .contains("tried to ask the daemon at '", "systemctl start atomic-reconcile", "--once");
  }
}
