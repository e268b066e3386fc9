package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A version that does not prove itself gives way to the one before, and is remembered. */
@OnEachEngine
class RollBackIT {
  @AutoClose private final TestHost host;

  RollBackIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void afterACrashLoopAFixedImageIsTakenAtOnce() {
    host.has("web", TestImage.plain());
    host.converges();
    host.builds(
        "web",
        TestImage.of("exit 1").with("RUN", "docker run -d --restart always --name NAME IMAGE"));
    assertThat(host.fails(1).out()).contains("over and over", "rolled back");

    var fixed = host.builds("web", TestImage.plain().with("version", "3"));
    host.converges();

    assertThat(host.container("web").isRunning().imageId()).isEqualTo(fixed);
    host.plansNothing();
  }

  @Test
  void whatIsWrongWithAFirstStartIsRememberedToo() {
    host.builds("web", TestImage.of("exit 5"));
    host.app("web", "image: localhost/{web}:1\nhealth: {running: 2s}");
    assertThat(host.fails(1).out()).contains("exit code 5");

    assertThat(host.fails(1).out()).contains("BadVersion", "is not tried again");
  }

  @Test
  void ofTwentyAppsThreeThatAreBadHoldUpNobody() {
    for (var i = 0; i < 20; i++) {
      host.has("app" + i, TestImage.plain());
    }
    host.converges("--parallelism", "8");
    for (var i = 0; i < 3; i++) {
      host.builds("app" + i, TestImage.of("exit 1"));
    }
    for (var i = 3; i < 6; i++) {
      host.builds("app" + i, TestImage.plain().with("version", "2"));
    }

    host.fails(1, "--parallelism", "8");

    for (var i = 0; i < 20; i++) {
      host.container("app" + i).isRunning();
    }
    for (var i = 3; i < 6; i++) {
      assertThat(host.container("app" + i).imageId())
          .isEqualTo(host.engine().imageId(host.named("localhost/{app%d}:1".formatted(i))));
    }
  }

  @Test
  void aRollBackThatIsKilledIsEndedByTheNextRun() {
    host.has("web", TestImage.plain());
    host.converges();
    var good = host.container("web");
    host.builds("web", TestImage.of("exit 1"));

    var run = host.starts("apply");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> host.recorded("web").path("bad").size() > 0 || !run.isAlive());
    run.kill();
    run.await();
    host.fails(1);

    assertThat(host.container("web").isRunning().id()).isEqualTo(good.id());
    assertThat(host.engine().lists("ps", "-aq", "--filter", "name=" + host.nameOf("web")))
        .hasSize(1);
  }

  @Test
  void aDependantThatDoesNotGetOverItIsRestartedOnce() {
    host.has("db", TestImage.plain());
    host.builds("web", TestImage.plain());
    host.app(
        "web",
        "image: localhost/{web}:1\ndependsOn: ['{db}']\nhealth: {exec: [test, '!', -e, /ill], running: 1s, timeout: 4s}");
    host.converges();
    var before = host.container("web");
    host.engine().does("exec", host.nameOf("web"), "touch", "/ill");

    host.builds("db", TestImage.plain().with("version", "2"));
    var run = host.fails(1);

    assertThat(run.out()).contains("was replaced, and it was restarted once");
    assertThat(host.container("web").id()).isEqualTo(before.id());
    assertThat(host.container("db").isRunning().id()).isNotEmpty();
  }
}
