package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Images of the past: as many as there are ways back to, and none that is not ours. */
@OnEachEngine
class RetentionIT {
  @AutoClose private final TestHost host;
  private final TestRegistry registry;

  RetentionIT(EngineKind engine) {
    host = TestHost.on(engine);
    registry = new TestRegistry(host.nameOf("web"));
  }

  private String runsOn(String tag) {
    registry.moves("1", tag);
    host.converges();
    return host.container("web").isRunning().imageId();
  }

  private boolean isOnDisk(String imageId) {
    return host.engine().tries("image", "inspect", imageId).exitCode() == 0;
  }

  @Test
  void theCurrentTheLastGoodAndOneMoreAreKept() {
    host.app(
        "web",
        "image: %s/{web}:1\nupdate: {policy: auto}\nhealth: {running: 1s}\n"
            .formatted(TestServers.registry()));
    var ids = new ArrayList<String>();
    for (var tag : List.of("a", "b", "c", "d", "e")) {
      host.publishes("web", tag, TestImage.plain().with("version", tag));
      ids.add(runsOn(tag));
      host.plansNothing();
    }

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids.stream().map(this::isOnDisk)).containsExactly(false, false, true, true, true);
    assertThat(host.recorded("web").path("proven").size()).isEqualTo(3);

    assertThat(host.runs("rollback", "{web}", "--to", "2").exitCode()).isZero();
    assertThat(host.container("web").isRunning().imageId()).isEqualTo(ids.get(2));
  }

  @Test
  void aVersionThatFailedLeavesTheWayBackOnDisk() {
    host.app(
        "web",
        "image: %s/{web}:1\nupdate: {policy: auto}\nhealth: {running: 1s}\n"
            .formatted(TestServers.registry()));
    host.publishes("web", "a", TestImage.plain().with("version", "a"));
    var a = runsOn("a");
    host.publishes("web", "b", TestImage.plain().with("version", "b"));
    var b = runsOn("b");
    host.publishes("web", "bad", TestImage.of("exit 1"));
    registry.moves("1", "bad");

    host.fails(1);

    assertThat(host.container("web").isRunning().imageId()).isEqualTo(b);
    assertThat(isOnDisk(a)).isTrue();
  }

  /** Invariant 4. */
  @Test
  void whatSomebodyBuiltHereOrNamedStays() {
    var first = host.builds("web", TestImage.plain().with("version", "1"));
    host.app("web", "image: localhost/{web}:1\nhealth: {running: 1s}\n");
    host.converges();
    for (var version : List.of("2", "3", "4", "5")) {
      host.builds("web", TestImage.plain().with("version", version));
      host.converges();
      host.plansNothing();
    }

    assertThat(isOnDisk(first)).isTrue();
  }
}
