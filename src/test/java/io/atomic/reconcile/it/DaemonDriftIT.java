package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What happens to containers and images brings the next run forward, for what it touches. */
@OnEachEngine
class DaemonDriftIT {
  @AutoClose private final TestHost host;

  DaemonDriftIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void aContainerThatIsKilledRemovedPausedOrRenamedIsPutRightAtOnceAndNoOtherIsLookedAt() {
    host.has("killed", TestImage.plain());
    host.has("removed", TestImage.plain());
    host.has("paused", TestImage.plain());
    host.has("renamed", TestImage.plain());
    host.has("spared", TestImage.plain());
    try (var daemon = RunningDaemon.on(host)) {
      host.engine().does("kill", host.nameOf("killed"));
      awaitRunning("killed");
      host.engine().ends(List.of(host.nameOf("removed")));
      awaitRunning("removed");
      host.engine().does("pause", host.nameOf("paused"));
      awaitRunning("paused");
      host.engine().does("rename", host.nameOf("renamed"), host.nameOf("other"));
      awaitRunning("renamed");

      var afterwards = daemon.runs().stream().filter(run -> !run.startsWith("everything")).toList();
      assertThat(afterwards).hasSizeBetween(4, 8);
      assertThat(afterwards).noneMatch(run -> run.contains(host.nameOf("spared")));
    }
    host.plansNothing();
  }

  @Test
  void anImageThatGetsTheNameOfTheOneThatRunsReplacesIt() {
    host.has("web", TestImage.plain());
    host.has("db", TestImage.plain());
    var built = host.builds("next", TestImage.of("exec sleep 100000"));
    try (var daemon = RunningDaemon.on(host)) {
      var db = host.container("db");
      // Podman tells of names that are given, and not of what is built.
      host.engine().does("tag", host.named("localhost/{next}:1"), host.named("localhost/{web}:1"));

      RunningDaemon.eventually()
          .untilAsserted(() -> host.container("web").isRunning().runsImage(built));

      host.container("db").isUntouchedSince(db);
      assertThat(daemon.runs()).last().asString().startsWith(host.nameOf("web") + ": ");
    }
  }

  @Test
  void whatHappensToStrangersAndWhatWeDoOurselvesBringsNoRun() {
    host.has("web", TestImage.plain());
    try (var daemon = RunningDaemon.on(host)) {
      var before = daemon.runs().size();
      host.engine()
          .does("run", "-d", "--name", host.nameOf("stranger"), host.named("localhost/{web}:1"));
      host.engine().does("kill", host.nameOf("stranger"));
      host.engine().does("tag", host.named("localhost/{web}:1"), host.named("localhost/{web}:2"));
      host.engine().does("kill", host.nameOf("web"));
      awaitRunning("web");
      TestHost.endsWith(0, daemon.asks("--wait"));

      assertThat(daemon.runs().subList(before, daemon.runs().size()))
          .as("the one that was needed, and the one that was asked for")
          .hasSize(2)
          .first()
          .asString()
          .startsWith(host.nameOf("web") + ": ");
    }
  }

  @Test
  void aContainerThatDiesAgainAndAgainIsStartedMoreAndMoreSlowly() {
    host.has("web", TestImage.of("sleep 1"));
    try (var daemon = RunningDaemon.starts(host)) {
      // It lives for a second; whoever follows each death at once never rests for longer.
      RunningDaemon.eventually()
          .untilAsserted(
              () -> assertThat(daemon.longestRest()).isGreaterThan(Duration.ofSeconds(8)));
    }
  }

  private void awaitRunning(String app) {
    RunningDaemon.eventually().untilAsserted(() -> host.container(app).isRunning());
  }
}
