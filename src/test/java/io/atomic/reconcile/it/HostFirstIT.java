package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The host comes before the apps that wait for it, and holds up no others. */
class HostFirstIT {
  private static final String NEXT = "testos/2/x86_64/stable";

  @AutoClose private final OstreeHost host = OstreeHost.booted();
  @AutoClose private final TestHost apps = TestHost.on(EngineKind.DOCKER);

  private Command.Result applies() {
    return host.runs("apply", "--engine", apps.engine().socketUrl());
  }

  private void declares(String app, String more) {
    apps.builds(app, TestImage.plain());
    TestHost.write(
        host.manifests().resolve(app + ".yaml"),
        apps.named(
            "apiVersion: atomic/v1\nkind: App\nmetadata: {name: '{%s}'}\nspec: {image: 'localhost/{%s}:1'%s}\n"
                .formatted(app, app, more)));
  }

  @Test
  void anAppThatWaitsForTheHostWaitsForTheBootAndOthersDoNot() {
    declares("web", ", waitForHost: true");
    declares("other", "");
    host.commits(NEXT, "2.0");
    host.manifest("ref: %s:%s\n".formatted(OstreeHost.REMOTE, NEXT));

    var run = applies();

    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.out()).contains("held (HostNotReady)", "waits for the host (waitForHost)");
    apps.container("web").isAbsent();
    apps.container("other").isRunning();
    var other = apps.container("other");

    // Somebody unlocks it and boots.
    host.rpmOstree("finalize-deployment", host.next().base());
    host.reboots();
    assertThat(applies().exitCode()).isZero();
    apps.container("web").isRunning();
    apps.container("other").isUntouchedSince(other);
  }

  @Test
  void anAppThatWaitsForAHostThatIsAsDeclaredGoesOn() {
    declares("web", ", waitForHost: true");
    host.manifest("ref: %s\n".formatted(OstreeHost.STABLE));

    assertThat(applies().exitCode()).isZero();

    apps.container("web").isRunning();
  }

  @Test
  void aRebootComesAfterTheAppsAndTheReport() {
    declares("web", "");
    host.commits(NEXT, "2.0");
    host.behaves("rebootDoes", "now");
    host.manifest("ref: %s:%s\nreboot: {strategy: immediate}\n".formatted(OstreeHost.REMOTE, NEXT));

    var run = applies();

    assertThat(run.exitCode()).as("%s", run).isZero();
    apps.container("web").isRunning();
    assertThat(host.bootedDeployment().version()).isEqualTo("2.0");
    assertThat(run.err().indexOf("Host/reboot")).isGreaterThan(run.err().indexOf("/run"));
  }

  @Test
  void aRunForSomeAppsDoesNotTouchTheHost() {
    declares("web", ", waitForHost: true");
    host.manifest("packages: {install: [tmux]}\n");

    var run = host.runs("apply", apps.nameOf("web"), "--engine", apps.engine().socketUrl());

    assertThat(run.out()).contains("held (HostNotReady)");
    assertThat(host.mutations()).isEmpty();
  }
}
