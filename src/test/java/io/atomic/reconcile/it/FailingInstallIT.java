package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An INSTALL that goes wrong is reported with what it said, and leaves nothing behind. */
@OnEachEngine
class FailingInstallIT {
  @AutoClose private final TestHost host;

  FailingInstallIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void oneThatExitsWithAnErrorIsReportedWithItsLastLinesAndTriedAgain() {
    installs("bad", "echo what went wrong >&2; exit 3", "");

    var result = host.fails(1);

    assertThat(result.out())
        .contains(host.named("App/{bad} failed: INSTALL was run, but exited with 3"))
        .contains("| what went wrong");
    host.container("bad").isAbsent();
    leavesNothingOf("bad");

    installs("bad", "true", "");
    host.converges();
    host.container("bad").isRunning();
  }

  /** Invariant 13. */
  @Test
  void oneThatHangsIsEndedAtItsDeadlineWithEverythingThatItStarted() {
    installs("slow", "echo waiting; exec sleep 100000", "install: {timeout: 2s}");

    var result = host.fails(1);

    assertThat(result.out())
        .contains("INSTALL was run, but did not end within 2s and was stopped")
        .contains("| waiting")
        .contains("install.timeout");
    leavesNothingOf("slow");
  }

  /** Invariant 13. */
  @Test
  void oneThatPrintsWithoutEndIsReadToItsEndAndKeptShort() throws Exception {
    installs("loud", "yes 0123456789 | head -c 100000000; echo; echo the last line; exit 4", "");

    var result = host.fails(1);

    assertThat(result.out()).contains("exited with 4").contains("| the last line");
    assertThat(result.out().length()).isLessThan(20_000);
    assertThat(Files.size(host.stateDirectory().resolve("last-run.json"))).isLessThan(100_000);
    leavesNothingOf("loud");
  }

  @Test
  void theContainerThatItHadMadeIsOursAndNoConflict() {
    var create =
        String.join(" ", host.engine().commandLine())
            + " create --name %s localhost/%s:1".formatted(host.nameOf("web"), host.nameOf("web"));
    host.builds(
        "web",
        TestImage.plain()
            .with(
                "INSTALL",
                "docker run --rm --privileged --network host -v /:/host IMAGE chroot /host /bin/sh -c '%s; exit 3'"
                    .formatted(create)));
    host.app("web", "image: localhost/{web}:1\ngrants: [privileged, host-network, 'mount:/']\n");
    assertThat(host.fails(1).out()).contains("exited with 3");

    assertThat(host.fails(1).out())
        .doesNotContain("held (Conflict)", "is held")
        .contains("exited with 3");
    host.app("web", "image: localhost/{web}:1\nstate: absent\n");
    host.converges();

    host.container("web").isAbsent();
  }

  /** Invariant 7. */
  @Test
  void itBlocksWhatDependsOnItAndNothingElse() {
    installs("bad", "exit 3", "");
    host.builds("needy", TestImage.plain());
    host.app("needy", "image: localhost/{needy}:1\ndependsOn: ['{bad}']\n");
    host.has("other", TestImage.plain());

    var result = host.fails(1);

    assertThat(result.err()).contains(host.named("{needy}/run: '{bad}/run' did not succeed"));
    host.container("needy").isAbsent();
    host.container("other").isRunning();
  }

  private void installs(String app, String script, String spec) {
    host.builds(
        app,
        TestImage.plain()
            .with("INSTALL", "docker run --rm IMAGE /bin/sh -c '%s'".formatted(script)));
    host.app(app, "image: localhost/{%s}:1\n%s".formatted(app, spec));
  }

  private void leavesNothingOf(String app) {
    assertThat(host.engine().lists("ps", "-aq", "--filter", "name=" + host.nameOf(app))).isEmpty();
    var name = host.nameOf(app) + ".install";
    assertThat(
            ProcessHandle.allProcesses()
                .filter(process ->
                    List.of(process.info().arguments().orElse(new String[0])).contains(name)))
        .isEmpty();
  }
}
