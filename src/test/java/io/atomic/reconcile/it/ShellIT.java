package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Label commands that only a shell understands: under a grant, and not otherwise. */
@OnEachEngine
class ShellIT {
  private static final String SERVE = "trap 'exit 0' TERM; sleep 100000 & wait";

  @AutoClose private final TestHost host;

  ShellIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  private void hasImage(String run) {
    host.builds(
        "web",
        TestImage.of(SERVE)
            .with("INSTALL", "mkdir -p ${DATADIR} && echo install >>${DATADIR}/notes")
            .with("RUN", run)
            .with("STOP", "echo stop >>${DATADIR}/notes; docker stop -t 1 NAME")
            .with("UNINSTALL", "echo uninstall $MODE | tee -a ${DATADIR}/notes >/dev/null"));
  }

  private void isDeclared(String more) {
    host.app("web", "image: localhost/{web}:1\nenv: {MODE: fast}\n" + more);
  }

  @Test
  void withoutTheGrantNothingRuns() {
    hasImage("docker run -d --name NAME IMAGE");
    isDeclared("");

    var refused = host.fails(1);

    assertThat(refused.out())
        .contains("label INSTALL", "'&&' is a shell operator", "grant 'shell'");
    assertThat(host.notesOf("web")).isEmpty();
    host.container("web").isAbsent();
  }

  @Test
  void withItTheAppLivesItsWholeLife() {
    hasImage("docker run -d --name NAME IMAGE && echo run >>${DATADIR}/notes");
    isDeclared("grants: [shell]\n");
    host.converges();
    host.container("web").isRunning();
    host.plansNothing();

    host.builds("web", TestImage.plain());
    host.converges();
    host.plansNothing();
    host.container("web").isRunning();
    host.deleteManifest("web");
    host.has("other", TestImage.plain());
    host.converges();

    host.container("web").isAbsent();
    assertThat(host.notesOf("web")).containsExactly("install", "run", "stop", "uninstall fast");
  }

  @Test
  void otherWordsForRunReplaceTheContainer() {
    hasImage("docker run -d $OPT1 --name NAME IMAGE; echo run >>${DATADIR}/notes");
    isDeclared("grants: [shell]\n");
    host.converges();
    var before = host.container("web");

    isDeclared("grants: [shell]\nrun: {options: {\"1\": \"-e A=b\"}}\n");
    host.converges();

    host.container("web").isRunning().isAnotherThan(before);
    assertThat(host.engine().does("exec", host.nameOf("web"), "env")).contains("A=b");
    assertThat(host.notesOf("web")).containsExactly("install", "run", "stop", "run");
    host.plansNothing();
  }

  @Test
  void aContainerThatIsGoneIsRunAgain() {
    hasImage("docker run -d --name NAME IMAGE; echo run >>${DATADIR}/notes");
    isDeclared("grants: [shell]\n");
    host.converges();
    var before = host.container("web");

    host.engine().ends(List.of(host.nameOf("web")));
    host.converges();

    host.container("web").isRunning().isAnotherThan(before);
    assertThat(host.notesOf("web")).containsExactly("install", "run", "run");
    host.plansNothing();
  }

  /** Its container does not say whose it is, and would be a stranger's from then on. */
  @Test
  void aRunThatFailsHalfWayLeavesNoContainer() throws Exception {
    hasImage("docker run -d --name NAME IMAGE && cat ${DATADIR}/missing >/dev/null");
    isDeclared("grants: [shell]\n");

    var failed = host.fails(1);

    assertThat(failed.text()).contains("RUN was run, but exited with 1");
    host.container("web").isAbsent();

    Files.writeString(
        host.root().resolve("var/lib").resolve(host.nameOf("web")).resolve("missing"), "x");
    host.converges();
    host.container("web").isRunning();
    host.plansNothing();
  }

  @Test
  void aRunThatIsKilledHalfWayIsRunAgain() {
    hasImage(
        "docker run -d --name NAME IMAGE; echo run >>${DATADIR}/notes; test -e ${DATADIR}/go || sleep 600");
    isDeclared("grants: [shell]\n");
    var run = host.starts("apply");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> host.notesOf("web").contains("run"));
    run.kill();
    run.await();
    TestHost.write(host.root().resolve("var/lib").resolve(host.nameOf("web")).resolve("go"), "");

    host.converges();

    host.container("web").isRunning();
    assertThat(host.notesOf("web")).containsExactly("install", "run", "run");
    host.plansNothing();
  }

  @Test
  void byHandTheGrantIsGivenWithTheCommand() {
    hasImage("docker run -d --name NAME IMAGE; echo run >>${DATADIR}/notes");

    var refused = host.byHand("install", "--name={web}", "localhost/{web}:1");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.text()).contains("grant 'shell'");
    var display =
        host.byHand("install", "--name={web}", "--grant=shell", "--display", "localhost/{web}:1");
    assertThat(display.out())
        .startsWith("env ")
        .contains(" NAME=" + host.nameOf("web"), "/bin/sh -c 'mkdir -p ${DATADIR} && echo install");
    assertThat(host.notesOf("web")).isEmpty();
    var installed = host.byHand("install", "--name={web}", "--grant=shell", "localhost/{web}:1");
    assertThat(installed.exitCode()).as("%s", installed).isZero();
    assertThat(host.notesOf("web")).containsExactly("install");
  }
}
