package io.atomic.reconcile.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.net.httpserver.HttpServer;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Engine;
import io.atomic.reconcile.cycle.HealthCheck;
import io.atomic.reconcile.cycle.HealthCheck.Verdict;
import io.atomic.reconcile.cycle.HealthCheck.Verdict.Healthy;
import io.atomic.reconcile.cycle.HealthCheck.Verdict.Unhealthy;
import io.atomic.reconcile.cycle.ProbeAnswer.Said;
import io.atomic.reconcile.cycle.ProbeAnswer.Silent;
import io.atomic.reconcile.cycle.RegistryLogins;
import io.atomic.reconcile.engine.DockerEngine;
import io.atomic.reconcile.engine.EngineCommandLine;
import io.atomic.reconcile.engine.EngineProgram;
import io.atomic.reconcile.engine.EngineSocket;
import io.atomic.reconcile.host.HostProbes;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.HealthDefaults;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tells whether a real container is healthy. */
@OnEachEngine
class HealthCheckIT {
  private static final String SERVE = "trap 'exit 0' TERM; sleep 100000 & wait";

  @AutoClose private final TestHost host;
  private final Engine engine;
  private final HealthCheck check;

  HealthCheckIT(EngineKind kind) {
    host = TestHost.on(kind);
    var search = EngineSocket.find(host.engine().socketUrl(), null, Map.of());
    var environment = environment();
    engine =
        new DockerEngine(
            search,
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            new EngineProgram(EngineCommandLine.podman(search, List.of()), environment),
            HealthCheckIT::secret,
            _ -> new RegistryLogins.Found.Nothing(),
            _ -> "");
    check =
        new HealthCheck(
            engine, new HostProbes(environment), HealthDefaults.STANDARD, HealthCheck.Time.REAL);
  }

  private static SortedMap<String, String> environment() {
    return new TreeMap<>(
        Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"), "HOME", "/root"));
  }

  private static String secret(EnvValue value) throws EffectException {
    return value instanceof EnvValue.FromFile(var path) ? "secret-in-" + path : value.toString();
  }

  @BeforeEach
  void builds() {
    host.builds("web", TestImage.plain());
  }

  /** Starts a container that runs a script; returns its ID. */
  private String starts(String script, String... options) {
    var words = new ArrayList<>(List.of("run", "-d", "--name", host.nameOf("web")));
    words.addAll(List.of(options));
    words.addAll(List.of(host.named("localhost/{web}:1"), "/bin/sh", "-c", script));
    return host.engine().does(words.toArray(String[]::new)).lines().toList().getLast();
  }

  private static Health running(String running) {
    return new Health(
        Durations.parse(running),
        null,
        null,
        List.of(),
        null,
        Duration.ofSeconds(30),
        Duration.ofMillis(500));
  }

  private static Health probing(
      Health.@Nullable Http http,
      @Nullable String tcp,
      List<String> exec,
      @Nullable String unit,
      String timeout) {
    return new Health(
        Duration.ZERO, http, tcp, exec, unit, Durations.parse(timeout), Duration.ofMillis(200));
  }

  private Verdict watch(@Nullable String container, Health health) throws Exception {
    return check.watch(container, health, List.of(), _ -> {});
  }

  private static void isHealthy(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Healthy.class);
  }

  private static Unhealthy unhealthy(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Unhealthy.class);
    return (Unhealthy) verdict;
  }

  @Test
  void oneThatStaysUpIsHealthy() throws Exception {
    isHealthy(watch(starts(SERVE), running("2s")));
  }

  @Test
  void oneThatEndsAtOnceIsUnhealthyAndItsOutputIsTold() throws Exception {
    var container =
        starts("echo reading /etc/web.conf; printf '\\033[31mno such file\\033[0m\\n' >&2; exit 5");

    var verdict = unhealthy(watch(container, running("10s")));

    assertThat(verdict.reason()).isEqualTo("its container ended with exit code 5");
    assertThat(verdict.output().lines())
        .containsExactlyInAnyOrder("reading /etc/web.conf", "no such file");
  }

  @Test
  void oneThatEndsALittleLaterIsCaught() throws Exception {
    var verdict = unhealthy(watch(starts("sleep 2; exit 0"), running("10s")));

    assertThat(verdict.reason()).isEqualTo("its container ended with exit code 0");
    assertThat(verdict.output()).isEmpty();
  }

  @Test
  void oneThatRemovesItselfIsGone() throws Exception {
    var verdict = unhealthy(watch(starts("sleep 1; exit 1", "--rm"), running("10s")));

    assertThat(verdict.reason()).containsAnyOf("its container is gone", "exit code 1");
  }

  @Test
  void oneThatIsStartedOverAndOverIsUnhealthy() throws Exception {
    var container = starts("echo hello; exit 4", "--restart", "always");

    var verdict = unhealthy(watch(container, running("20s")));

    // Podman starts it again so fast that we may never see it between two lives.
    assertThat(verdict.reason())
        .matches(
            "its container ends and is started again, over and over"
                + "(; the last exit code was 4)?");
    assertThat(verdict.output()).contains("hello");
  }

  @Test
  void oneThatIsStartedOnceMoreMayStillBecomeHealthy() throws Exception {
    var script = "[ -e /tmp/once ] || { touch /tmp/once; sleep 1; exit 1; }; " + SERVE;
    var container = starts(script, "--restart", "on-failure:5");

    isHealthy(watch(container, running("3s")));
    assertThat(requireNonNull(engine.state(container)).restarts()).isEqualTo(1);
  }

  @Test
  void aHealthcheckThatPassesIsNeeded() throws Exception {
    var container =
        starts(
            "sleep 2; touch /tmp/ready; " + SERVE,
            "--health-cmd",
            "test -e /tmp/ready",
            "--health-interval",
            "1s",
            "--health-retries",
            "20");

    assertThat(watch(container, running("1s"))).isEqualTo(new Healthy("up for 1s, HEALTHCHECK"));
  }

  @Test
  void aHealthcheckThatFailsIsNotWaitedFor() throws Exception {
    var container =
        starts(SERVE, "--health-cmd", "exit 1", "--health-interval", "1s", "--health-retries", "2");

    assertThat(unhealthy(watch(container, running("20s"))).reason())
        .isEqualTo("its HEALTHCHECK says unhealthy");
  }

  @Test
  void anImageThatSwitchesItsHealthcheckOffHasNone() throws Exception {
    var container = starts(SERVE, "--no-healthcheck");

    assertThat(requireNonNull(engine.state(container)).check()).isNull();
  }

  /** Podman lists it from version 5 on. */
  @Test
  void aListTellsWhatTheHealthcheckSays() throws Exception {
    assumeFalse(host.engine().kind() == EngineKind.PODMAN, "podman 4 does not");
    var container =
        starts(
            SERVE,
            "--health-cmd",
            "test -e /tmp/ready",
            "--health-interval",
            "1s",
            "--health-retries",
            "1000");
    assertThat(listed()).isEqualTo(Container.Health.STARTING);
    host.engine().does("exec", host.nameOf("web"), "touch", "/tmp/ready");

    isHealthy(watch(container, running("1s")));

    assertThat(listed()).isEqualTo(Container.Health.HEALTHY);
  }

  private Container.@Nullable Health listed() throws Exception {
    return requireNonNull(engine.containerNamed(host.nameOf("web"))).health();
  }

  @Test
  void anHttpServerMustAnswerAsItShould() throws Exception {
    var asked = new AtomicInteger();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var isWell =
                asked.incrementAndGet() >= 3 && exchange.getRequestURI().getPath().equals("/");
            exchange.sendResponseHeaders(isWell ? 200 : 500, -1);
          }
        });
    server.start();
    try {
      var url = "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
      var container = starts(SERVE);

      isHealthy(
          watch(container, probing(new Health.Http(url + "/", 200), null, List.of(), null, "30s")));
      assertThat(asked).hasValue(3);

      var broken = new Health.Http(url + "/broken", 200);
      assertThat(unhealthy(watch(container, probing(broken, null, List.of(), null, "3s"))).reason())
          .isEqualTo(
              "it was not healthy within 3s: http %s/broken answered 500, not 200".formatted(url));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aPortMustAcceptConnections() throws Exception {
    var container = starts(SERVE);
    String address;
    try (var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + socket.getLocalPort();
      isHealthy(watch(container, probing(null, address, List.of(), null, "30s")));
    }

    assertThat(unhealthy(watch(container, probing(null, address, List.of(), null, "3s"))).reason())
        .endsWith(": tcp %s gave no answer: Connection refused".formatted(address));
  }

  @Test
  void aCommandInsideMustEndWithZero() throws Exception {
    var container = starts("sleep 1; touch /tmp/ready; " + SERVE);

    isHealthy(
        watch(container, probing(null, null, List.of("test", "-e", "/tmp/ready"), null, "30s")));
    assertThat(
            unhealthy(
                    watch(
                        container, probing(null, null, List.of("sh", "-c", "exit 3"), null, "3s")))
                .reason())
        .endsWith(": exec 'sh -c exit 3' ended with 3, not 0");
  }

  @Test
  void aCommandThatDoesNotEndIsGivenUp() throws Exception {
    var container = starts(SERVE);

    assertThat(engine.exec(container, List.of("sleep", "60"), Duration.ofSeconds(2)))
        .isEqualTo(new Silent("it did not end within 2s"));
    assertThat(engine.exec(container, List.of("true"), Duration.ofSeconds(20)))
        .isEqualTo(new Said("0"));
  }

  @Test
  void aCommandThatCannotBeRunIsNoFailureOfTheEngine() throws Exception {
    var container = starts(SERVE);

    assertThat(engine.exec(container, List.of("/no/such/command"), Duration.ofSeconds(20)))
        .isNotEqualTo(new Said("0"));
    host.engine().does("kill", host.nameOf("web"));
    host.engine().does("wait", host.nameOf("web"));
    assertThat(engine.exec(container, List.of("true"), Duration.ofSeconds(20)))
        .isInstanceOf(Silent.class);
    host.engine().ends(List.of(container));
    assertThat(engine.exec(container, List.of("true"), Duration.ofSeconds(20)))
        .isInstanceOf(Silent.class);
    assertThat(engine.state(container)).isNull();
    assertThat(engine.lastLines(container, 20, List.of())).isEmpty();
  }

  @Test
  void theEndOfALogIsCappedAndShowsNoSecret() throws Exception {
    var container =
        starts(
            "i=0; while [ $i -lt 30 ]; do echo line $i; i=$((i+1)); done;"
                + " echo password secret-in-/run/pw; exit 1");
    host.engine().tries("wait", host.nameOf("web"));

    var lines = engine.lastLines(container, 20, List.of(new EnvValue.FromFile("/run/pw")));

    assertThat(lines).hasSize(20).startsWith("line 11").endsWith("password ***");
  }

  @Test
  void aLineOfAnyLengthIsCutAndATerminalIsNoObstacle() throws Exception {
    var container = starts("head -c 200000 /dev/zero | tr '\\0' x; echo; echo end; exit 1", "-t");
    host.engine().tries("wait", host.nameOf("web"));

    var text = String.join("\n", engine.lastLines(container, 20, List.of()));

    assertThat(text).endsWith("end").hasSizeLessThan(10_000);
  }

  @Test
  void aLogThatNobodyKeepsIsEmpty() throws Exception {
    var container = starts("echo lost; exit 1", "--log-driver", "none");
    host.engine().tries("wait", host.nameOf("web"));

    assertThat(engine.lastLines(container, 20, List.of())).isEmpty();
  }

  @Test
  void withoutAContainerOnlyWhatCanBeAskedFromOutsideCounts() throws Exception {
    assertThat(watch(null, running("1h"))).isEqualTo(new Healthy("nothing tells its health"));
  }

  @Test
  void aUnitOnAMachineWithoutSystemdCannotBeAsked() throws Exception {
    assumeFalse(Files.isDirectory(Path.of("/run/systemd/system")), "this machine has systemd");

    assertThat(
            unhealthy(watch(null, probing(null, null, List.of(), "web.service", "30s"))).reason())
        .isEqualTo("unit web.service cannot be asked: this machine was" + " not booted by systemd");
  }

  @Test
  void anInterruptionEndsTheWatch() throws Exception {
    var container = starts(SERVE);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> watch(container, running("10s")))
        .isInstanceOf(InterruptedException.class);
  }
}
