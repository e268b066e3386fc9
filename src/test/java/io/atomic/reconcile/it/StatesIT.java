package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What {@code state} asks for. */
@OnEachEngine
class StatesIT {
  @AutoClose private final TestHost host;

  StatesIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void stoppedInstallsAndStopsAndRunningStartsAgain() {
    host.builds("web", TestImage.noting("1"));
    host.app("web", "image: localhost/{web}:1\nstate: stopped\n");
    host.converges();
    assertThat(host.notesOf("web")).containsExactly("install 1");
    host.container("web").isAbsent();
    host.plansNothing();

    host.app("web");
    host.converges();
    host.container("web").isRunning();

    host.app("web", "image: localhost/{web}:1\nstate: stopped\n");
    host.converges();
    host.container("web").isStopped();
    assertThat(host.notesOf("web")).containsExactly("install 1", "run 1", "stop 1");
    host.plansNothing();
  }

  @Test
  void installedLooksAtNoContainer() {
    host.builds("web", TestImage.noting("1"));
    host.app("web", "image: localhost/{web}:1\nstate: installed\n");

    host.converges();

    assertThat(host.notesOf("web")).containsExactly("install 1");
    host.container("web").isAbsent();
    host.plansNothing();
  }

  /** As with labels that start a unit of systemd's: the engine has nothing to stop. */
  @Test
  void whatLeavesNoContainerIsStoppedByItsLabel() {
    var running = host.root().resolve("var/lib").resolve(host.nameOf("web")).resolve("running");
    host.builds(
        "web",
        TestImage.plain()
            .with("INSTALL", "docker run --rm IMAGE true")
            .with("RUN", "touch ${DATADIR}/running")
            .with("STOP", "rm ${DATADIR}/running"));
    var spec = "image: localhost/{web}:1\ngrants: [\"command:touch\", \"command:rm\"]\n";
    host.app("web", spec);
    host.converges();
    assertThat(running).exists();
    host.plansNothing();

    host.app("web", spec + "state: stopped\n");
    host.converges();
    assertThat(running).doesNotExist();
    host.plansNothing();

    host.app("web", spec);
    host.converges();
    assertThat(running).exists();
    assertThat(host.byHand("stop", "{web}").exitCode()).isZero();
    assertThat(running).doesNotExist();

    host.converges();
    assertThat(running).exists();
    host.app("web", spec + "state: absent\n");
    host.converges();
    assertThat(running).doesNotExist();
  }

  @Test
  void absentUninstalls() {
    host.has("web", TestImage.noting("1"));
    host.converges();
    host.app("web", "image: localhost/{web}:1\nstate: absent\n");

    host.converges();

    host.container("web").isAbsent();
    assertThat(host.notesOf("web")).containsExactly("install 1", "run 1", "stop 1", "uninstall 1");
    host.plansNothing();
  }

  @Test
  void aJobRunsOnceAndAgainWhenItsManifestChanges() {
    host.builds("job", job("echo done >>/data/notes"));
    host.app("job", "image: localhost/{job}:1\nstate: completed\n");
    host.converges();
    assertThat(host.notesOf("job")).containsExactly("done");
    host.plansNothing();
    host.converges();
    assertThat(host.notesOf("job")).containsExactly("done");

    host.app(
        "job",
        """
        image: localhost/{job}:1
        state: completed
        run: {args: [/bin/sh, -c, "echo again >>/data/notes"]}
        """);
    host.converges();
    assertThat(host.notesOf("job")).containsExactly("done", "again");
    host.plansNothing();
  }

  @Test
  void aJobThatExitsWithThreeHasFailedIsNotRepeatedAndHoldsUpItsDependants() {
    host.builds("job", job("echo tried >>/data/notes; echo 'no such table' >&2; exit 3"));
    host.app("job", "image: localhost/{job}:1\nstate: completed\n");
    host.builds("web", TestImage.plain());
    host.app("web", "image: localhost/{web}:1\ndependsOn: ['{job}']\n");

    assertThat(host.fails(1).text()).contains("exited with 3", "no such table");
    host.container("web").isAbsent();
    assertThat(host.fails(1).text()).contains("exited with 3");

    assertThat(host.notesOf("job")).containsExactly("tried");
    host.container("web").isAbsent();
  }

  /** As a job that ran out of memory does: its client looks as if it had been killed. */
  @Test
  void anInstallThatCreatesTheContainerLeavesItForRunToStart() {
    host.has(
        "web",
        TestImage.plain()
            .with("INSTALL", "docker create --name NAME IMAGE")
            .with("RUN", "docker start NAME"));

    host.converges();

    host.container("web").isRunning();
    host.plansNothing();
  }

  @Test
  void aJobThatExitsLikeOneThatWasKilledIsNotRepeatedEither() {
    host.builds("job", job("echo tried >>/data/notes; exit 137"));
    host.app("job", "image: localhost/{job}:1\nstate: completed\n");

    host.fails(1);
    assertThat(host.fails(1).text()).contains("exited with 137");

    assertThat(host.notesOf("job")).containsExactly("tried");
  }

  private static TestImage job(String script) {
    return TestImage.of(script).with("RUN", "docker run --name NAME -v ${DATADIR}:/data IMAGE");
  }
}
