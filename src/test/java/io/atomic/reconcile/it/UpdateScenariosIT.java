package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.it.Aftermath.Before;
import io.atomic.reconcile.it.Aftermath.Next;
import io.atomic.reconcile.it.Aftermath.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * The ways in which an update can go. Each is gone twice, by two apps that are alike in everything,
 * so that one run can end with its plain exit status and one with the detailed one.
 */
@OnEachEngine
class UpdateScenariosIT {
  private static final List<String> TWINS = List.of("web", "api");

  /** Stands for a free port of the twin's own. */
  private static final String PORT = "PORT";

  private static final String IMAGE = "image: localhost/{APP}:1\nhealth: {running: 2s}\n";
  private static final String DEFAULT_HEALTH = "image: localhost/{APP}:1\n";

  @AutoClose private final TestHost host;
  private final Map<String, String> ports;

  UpdateScenariosIT(EngineKind engine) {
    host = TestHost.on(engine);
    ports = freePorts();
  }

  /** What there was of both. */
  private record Twins(Before web, Before api) {}

  private static Map<String, String> freePorts() {
    var loopback = InetAddress.getLoopbackAddress();
    try (var one = new ServerSocket(0, 1, loopback);
        var other = new ServerSocket(0, 1, loopback)) {
      return Map.of(
          TWINS.getFirst(), String.valueOf(one.getLocalPort()),
          TWINS.getLast(), String.valueOf(other.getLocalPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void builds(TestImage image) {
    for (var app : TWINS) {
      var script = image.script().replace(PORT, ports.get(app));
      host.builds(app, new TestImage(script, image.labels()));
    }
  }

  private void declares(String spec) {
    for (var app : TWINS) {
      host.app(app, spec.replace("{APP}", "{%s}".formatted(app)).replace(PORT, ports.get(app)));
    }
  }

  private Twins runs(TestImage image, String spec) {
    builds(image);
    declares(spec);
    host.converges();
    return new Twins(Before.of(host, "web"), Before.of(host, "api"));
  }

  /** Both are updated, and came out alike; this is how. */
  private Aftermath aftermath(Twins before, String because, String... besides) {
    var run = host.applies("{web}");
    var detailed = host.applies("{api}", "--detailed-exitcode");
    assertThat(before.api().runs()).isEqualTo(before.web().runs());
    return before.web().after(run, detailed.exitCode(), because, besides);
  }

  /** What every version leaves that fails after something was put in its place. */
  private static Aftermath rolledBackTo(Runs before) {
    return new Aftermath(
        before, 1, 6, "OutOfSync", "Degraded", "RolledBack", "rolled-back", Next.HELD);
  }

  @Test
  void aGoodUpdateIsTaken() {
    var before = runs(TestImage.plain(), IMAGE);

    builds(TestImage.plain().with("version", "2"));

    assertThat(aftermath(before, ""))
        .isEqualTo(
            new Aftermath(
                Runs.THE_NEW_VERSION,
                0,
                2,
                "Synced",
                "Healthy",
                "Converged",
                "changed",
                Next.QUIET));
  }

  @Test
  void aContainerThatExitsAtOnceGivesWayToTheOneBefore() {
    var before = runs(TestImage.plain(), IMAGE);

    builds(TestImage.of("echo cannot bind; exit 3"));

    assertThat(aftermath(before, "exit code 3")).isEqualTo(rolledBackTo(Runs.THE_SAME_CONTAINER));
  }

  @Test
  void soDoesOneThatTurnsUnhealthyAfterFiveSeconds() {
    var checked =
        "docker run -d --name NAME --health-cmd 'test ! -e /ill' --health-interval 1s"
            + " --health-retries 1 IMAGE";
    var before = runs(TestImage.plain().with("RUN", checked), DEFAULT_HEALTH);

    builds(
        TestImage.of("trap 'exit 0' TERM; sleep 5; touch /ill; sleep 100000 & wait")
            .with("RUN", checked));

    assertThat(aftermath(before, "its HEALTHCHECK says unhealthy"))
        .isEqualTo(rolledBackTo(Runs.THE_SAME_CONTAINER));
  }

  @Test
  void soDoesOneWhoseHttpProbeAnswersFiveHundred() {
    var before =
        runs(
            answering("200 OK"),
            """
            image: localhost/{APP}:1
            grants: [host-network]
            health: {http: {url: 'http://127.0.0.1:PORT/'}, running: 1s, timeout: 6s}
            """);

    builds(answering("500 Internal Server Error"));

    assertThat(aftermath(before, "answered 500, not 200"))
        .isEqualTo(rolledBackTo(Runs.THE_SAME_CONTAINER));
  }

  private static TestImage answering(String status) {
    var answer = "printf 'HTTP/1.0 %s\\r\\nContent-Length: 0\\r\\n\\r\\n'".formatted(status);
    return TestImage.of(
            "trap 'exit 0' TERM; while true; do %s | nc -l -p PORT >/dev/null & wait; done"
                .formatted(answer))
        .with("RUN", "docker run -d --name NAME --network host IMAGE");
  }

  @Test
  void soDoesOneThatTheManifestGivesArgumentsThatDoNotWork() {
    var before = runs(TestImage.plain(), IMAGE);

    declares(IMAGE + "run: {args: [/bin/sh, -c, 'exit 4']}\n");

    assertThat(aftermath(before, "exit code 4")).isEqualTo(rolledBackTo(Runs.THE_SAME_CONTAINER));
  }

  @Test
  void anInstallThatFailsHalfWayBringsBackWhatWasInstalled() {
    var before = runs(TestImage.noting("1"), IMAGE);

    builds(
        TestImage.noting("2")
            .with(
                "INSTALL",
                "docker run --rm -v ${DATADIR}:/data IMAGE /bin/sh -c 'echo half >>/data/notes;"
                    + " exit 7'"));

    assertThat(aftermath(before, "INSTALL was run, but exited with 7"))
        .isEqualTo(rolledBackTo(Runs.THE_VERSION_BEFORE));
    assertThat(host.notesOf("web"))
        .containsExactly(
            "install 1",
            "run 1",
            "stop 1",
            "uninstall 1",
            "half",
            "uninstall 2",
            "install 1",
            "run 1");
  }

  @Test
  void soDoesAnUninstallThatFails() {
    var before =
        runs(
            TestImage.noting("1").with("UNINSTALL", "docker run --rm IMAGE /bin/sh -c 'exit 8'"),
            IMAGE);

    builds(TestImage.noting("2"));

    assertThat(aftermath(before, "UNINSTALL was run, but exited with 8"))
        .isEqualTo(rolledBackTo(Runs.THE_SAME_CONTAINER));
  }

  /** All that an update leaves that stopped before it disrupted anything. */
  private static Aftermath neverBegun() {
    return new Aftermath(
        Runs.THE_SAME_CONTAINER,
        1,
        4,
        "OutOfSync",
        "Healthy",
        "LastRunFailed",
        "failed",
        Next.TRIED_AGAIN);
  }

  @Test
  void whereTheRegistryIsDeadEverythingGoesOnRunning() {
    var before = runs(TestImage.plain(), IMAGE);

    declares("image: 127.0.0.1:9/{APP}:2\n");

    assertThat(aftermath(before, "tried to pull '127.0.0.1:9/")).isEqualTo(neverBegun());
  }

  @Test
  void soItDoesWhereTheRegistryDoesNotHaveTheTag() {
    var before = runs(TestImage.plain(), IMAGE);

    declares("image: %s/{APP}:none\n".formatted(TestServers.registry()));

    assertThat(aftermath(before, "tried to pull '" + TestServers.registry()))
        .isEqualTo(neverBegun());
  }

  /** With the roll-back itself both reasons are told. */
  @Test
  void whereTheContainerBeforeIsIllByNowItRunsOnAllTheSame() {
    var run = "docker run -d --name NAME -v ${DATADIR}:/data IMAGE";
    var before =
        runs(
            TestImage.plain().with("RUN", run),
            """
            image: localhost/{APP}:1
            health: {exec: [test, '!', -e, /data/ill], running: 1s, timeout: 3s}
            """);

    builds(TestImage.of("touch /data/ill; exit 3").with("RUN", run));

    assertThat(aftermath(before, "exit code 3", "tried to go back to", "test ! -e /data/ill"))
        .isEqualTo(
            new Aftermath(
                Runs.THE_SAME_CONTAINER,
                1,
                6,
                "OutOfSync",
                "Degraded",
                "RolledBack",
                "failed",
                Next.HELD));
  }

  @Test
  void whatCannotBeInstalledAgainEitherIsTriedByEveryRunUntilItCan() {
    var install = "docker run --rm -v ${DATADIR}:/data IMAGE /bin/sh -c '%s'";
    var before =
        runs(
            TestImage.noting("1").with("INSTALL", install.formatted("test ! -e /data/broken")),
            IMAGE);

    builds(TestImage.noting("2").with("INSTALL", install.formatted("touch /data/broken; exit 7")));

    assertThat(aftermath(before, "but exited with 1", "tried to go back to", "but exited with 7"))
        .isEqualTo(
            new Aftermath(
                Runs.NOTHING,
                1,
                6,
                "OutOfSync",
                "Degraded",
                "LastRunFailed",
                "failed",
                Next.TRIED_AGAIN));
    TestHost.delete(host.root().resolve("var/lib").resolve(host.nameOf("web")).resolve("broken"));
    host.fails(1, "{web}");
    assertThat(host.runs("status", "{web}").out()).contains("RolledBack");
    assertThat(before.web().runs()).isEqualTo(Runs.THE_VERSION_BEFORE);
  }
}
