package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An update for which a disk has no room leaves everything as it is, and is taken once it has. */
@OnEachEngine
class DiskFullIT {
  private static final String SERVE = "trap 'exit 0' TERM; sleep 100000 & wait";

  // In this order: a host takes its containers from the engine before that ends.
  @AutoClose private final TestHost host;
  @AutoClose private final SmallServers servers;

  DiskFullIT(EngineKind engine) {
    servers = SmallServers.start(engine, 320);
    host = TestHost.on(servers.engine());
  }

  private Path settings() {
    return TestHost.write(host.directory().resolve("settings.yaml"), "disk: {reserve: 8MiB}\n");
  }

  private String publish(String app, String tag, String content, int mebibytes) {
    var local = host.named("localhost/{%s}:1".formatted(app));
    servers.builds(local, content, mebibytes, SERVE);
    var pushed = host.engine().pushes(local, host.nameOf(app) + ":" + tag);
    host.engine().does("rmi", local, pushed);
    return pushed;
  }

  private void isTriedAgainInVain(String app, SeenContainer before, String because) {
    var name = "{%s}".formatted(app);
    host.container(app).isUntouchedSince(before);
    assertThat(host.runs("status", name).out()).contains("Healthy", "LastRunFailed", because);
    assertThat(host.runs("history", name).out()).contains("failed", because);
    assertThat(host.fails(4, "--detailed-exitcode", "--settings", settings().toString()).text())
        .contains(because);
    host.container(app).isUntouchedSince(before);
  }

  @Test
  void anUpdateThatWouldFillTheDiskIsRefusedWithNumbers() {
    host.app("web", "image: " + publish("web", "1", "/dev/zero", 1));
    host.converges("--settings", settings().toString());
    var web = host.container("web").isRunning();
    host.app("web", "image: " + publish("web", "2", "/dev/urandom", 16));
    servers.leaves(40);

    var refused = host.fails(1, "--settings", settings().toString());

    assertThat(refused.text())
        .contains("MiB free", "about 5", "(3 × 1", "a reserve of 8.0 MiB", "make room");
    isTriedAgainInVain("web", web, "MiB free");

    servers.makesRoom();
    host.converges("--settings", settings().toString());
    assertThat(host.container("web").isRunning().imageId()).isNotEqualTo(web.imageId());
    host.plansNothing();
  }

  @Test
  void anUpdateThatFillsTheDiskAllTheSameTouchesNothing() {
    host.app("api", "image: " + publish("api", "1", "/dev/zero", 1));
    host.converges("--settings", settings().toString());
    var api = host.container("api").isRunning();
    // Zeros: next to nothing to transfer, and all of it to unpack.
    host.app("api", "image: " + publish("api", "2", "/dev/zero", 60));
    servers.leaves(30);

    var failed = host.fails(1, "--settings", settings().toString());

    assertThat(failed.text()).contains("no space left on device", "make room");
    isTriedAgainInVain("api", api, "no space left on device");

    servers.makesRoom();
    host.converges("--settings", settings().toString());
    assertThat(host.container("api").isRunning().imageId()).isNotEqualTo(api.imageId());
    host.plansNothing();
  }
}
