package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What disturbs has its times: outside of them it waits, and all else goes on. */
@OnEachEngine
class WindowsIT {
  private static final String OPEN = "{start: '00:00', length: 24h}";

  @AutoClose private final TestHost host;
  private final TestRegistry registry;

  WindowsIT(EngineKind engine) {
    host = TestHost.on(engine);
    registry = new TestRegistry(host.nameOf("web"));
  }

  /** It opens in two hours. */
  private static String closed() {
    var soon = LocalTime.now(ZoneId.systemDefault()).plusHours(2).withSecond(0).withNano(0);
    return "{start: '%s', length: 1h}".formatted(soon);
  }

  private void night(String window) {
    night(window, "");
  }

  private void night(String window, String bound) {
    TestHost.write(
        host.root().resolve("etc/atomic/reconcile.yaml"),
        "windows: {night: %s}\npolicy: {windows: {%s}}\n".formatted(window, bound));
  }

  private static JsonNode json(Command.Result result) {
    return JsonMapper.shared().readTree(result.out());
  }

  @Test
  void anUpdateWaitsForItsWindow() {
    host.publishes("web", "first", TestImage.plain().with("version", "1"));
    host.publishes("web", "second", TestImage.plain().with("version", "2"));
    registry.moves("1", "first");
    host.app(
        "web",
        "image: %s/{web}:1\nupdate: {policy: auto, window: night}\n"
            .formatted(TestServers.registry()));
    night(OPEN);
    host.converges();
    var first = host.container("web");
    var digest = registry.moves("1", "second");

    night(closed());
    assertThat(host.converges().text())
        .contains("an update is available", digest, "window 'night', which opens on");
    host.container("web").isUntouchedSince(first);
    assertThat(host.runs("status", "{web}").out())
        .containsSubsequence("UpdateAvailable", "True", "WindowClosed", "window 'night'");
    assertThat(json(host.runs("status", "-o", "json")).path("nextOpening").asString()).isNotEmpty();
    assertThat(host.plans("--ignore-window").out()).contains("its tag has moved");

    night(OPEN);
    host.converges();
    assertThat(host.container("web").isRunning().imageId()).isNotEqualTo(first.imageId());
    host.plansNothing();
  }

  @Test
  void nothingIsFetchedOutsideOfTheWindowForDownloads() {
    host.publishes("web", "1", TestImage.plain());
    host.app("web", "image: %s/{web}:1\n".formatted(TestServers.registry()));
    host.has("here", TestImage.plain());
    night(closed(), "downloads: night");

    var run = host.converges();

    assertThat(run.out())
        .contains("held (WindowClosed): what it needs is fetched in window 'night'");
    host.container("here").isRunning();
    assertThat(host.isRecorded("web")).isFalse();

    night(OPEN, "downloads: night");
    host.converges();
    host.container("web").isRunning();
  }

  @Test
  void whatRunsIsReplacedAndRemovedInTheWindowForDisruptions() {
    for (var app : new String[] {"change", "gone", "down"}) {
      host.has(app, TestImage.plain());
    }
    host.converges();
    var change = host.container("change");
    var gone = host.container("gone");
    host.app("change", "image: localhost/{change}:1\nenv: {MODE: fast}\n");
    host.deleteManifest("gone");
    host.engine().does("kill", host.nameOf("down"));
    host.has("new", TestImage.plain());
    night(closed(), "disruptions: night");

    var run = host.converges();

    assertThat(run.out())
        .contains("what is there is stopped or replaced in window 'night'")
        .contains("it is removed in window 'night'");
    host.container("change").isUntouchedSince(change);
    host.container("gone").isUntouchedSince(gone);
    host.container("down").isRunning();
    host.container("new").isRunning();

    night(OPEN, "disruptions: night");
    host.converges();
    assertThat(host.container("change").isRunning().id()).isNotEqualTo(change.id());
    assertThat(host.isRecorded("gone")).isFalse();
    host.plansNothing();
  }

  @Test
  void whoDoesNotWantToWaitSaysSoAndThatIsNoted() {
    host.has("web", TestImage.plain());
    host.converges();
    var web = host.container("web");
    host.app("web", "image: localhost/{web}:1\nenv: {MODE: fast}\n");
    night(closed(), "downloads: night, disruptions: night");
    host.converges();
    host.container("web").isUntouchedSince(web);

    var run = json(host.converges("--ignore-window", "-o", "json"));

    assertThat(host.container("web").isRunning().id()).isNotEqualTo(web.id());
    assertThat(run.path("notices").toString())
        .contains("window 'night' is closed, and is ignored", "--ignore-window");
  }

  @Test
  void whatIsDoneByHandIsNotBound() {
    host.has("web", TestImage.plain());
    host.converges();
    night(closed(), "downloads: night, disruptions: night");

    assertThat(host.byHand("stop", "{web}").exitCode()).isZero();
    host.container("web").isStopped();
    assertThat(host.byHand("uninstall", "{web}").exitCode()).isZero();

    assertThat(host.isRecorded("web")).isFalse();
  }

  @Test
  void anImageIsFetchedAheadOfTheWindowInWhichItIsTaken() {
    host.publishes("web", "1", TestImage.plain().with("version", "1"));
    var second = host.publishes("web", "2", TestImage.plain().with("version", "2"));
    host.app("web", "image: %s/{web}:1\n".formatted(TestServers.registry()));
    host.converges();
    var first = host.container("web");
    host.app("web", "image: %s\n".formatted(second));
    night(closed(), "disruptions: night");

    host.converges();

    host.container("web").isUntouchedSince(first);
    assertThat(host.engine().imageId(second)).isNotEqualTo(first.imageId());

    night(OPEN, "disruptions: night");
    host.converges();
    assertThat(host.container("web").isRunning().imageId())
        .isEqualTo(host.engine().imageId(second));
  }
}
