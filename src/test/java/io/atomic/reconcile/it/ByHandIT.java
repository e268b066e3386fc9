package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The verbs of Project Atomic: one image's label commands, run by somebody at a prompt. */
@OnEachEngine
class ByHandIT {
  private static final String IMAGE = "localhost/{web}:1";

  @AutoClose private final TestHost host;

  ByHandIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  private Command.Result ends(int exitCode, String verb, String... words) {
    var result = host.byHand(verb, words);
    assertThat(result.exitCode()).as("%s: %s", verb, result).isEqualTo(exitCode);
    return result;
  }

  @Test
  void anAppIsInstalledRunStoppedRunAgainAndUninstalled() {
    host.builds("web", TestImage.noting("1"));

    ends(0, "install", IMAGE);
    assertThat(host.notesOf("web")).containsExactly("install 1");
    host.container("web").isAbsent();

    ends(0, "run", "--detach", IMAGE);
    host.container("web").isRunning();
    ends(0, "stop", IMAGE);
    host.container("web").isStopped();
    ends(0, "run", "--detach", IMAGE);
    host.container("web").isRunning();

    ends(0, "uninstall", IMAGE);
    host.container("web").isAbsent();
    assertThat(host.notesOf("web"))
        .containsExactly("install 1", "run 1", "stop 1", "run 1", "stop 1", "uninstall 1");
    assertThat(host.isRecorded("web")).isFalse();
  }

  /** Who drops no manifest fears no run. */
  @Test
  void runsLeaveAloneWhatWasMadeByHand() {
    host.builds("web", TestImage.noting("1"));
    ends(0, "install", IMAGE);
    ends(0, "run", "-d", IMAGE);
    var before = host.container("web");
    host.has("other", TestImage.plain());

    var run = host.converges();
    host.deleteManifest("other");
    host.converges("--allow-empty");

    assertThat(run.out()).contains("made by hand");
    host.container("web").isUntouchedSince(before);
    assertThat(host.isRecorded("web")).isTrue();
  }

  @Test
  void aManifestTakesOverWhatWasMadeByHand() {
    host.builds("web", TestImage.noting("1"));
    ends(0, "install", IMAGE);
    ends(0, "run", "-d", IMAGE);
    var before = host.container("web");

    host.app("web");
    host.converges();
    host.container("web").isUntouchedSince(before);
    host.plansNothing();

    host.deleteManifest("web");
    host.converges("--allow-empty");
    host.container("web").isAbsent();
    assertThat(host.notesOf("web")).endsWith("stop 1", "uninstall 1");
  }

  @Test
  void ofAnAppThatAManifestDeclaresItSaysSoAndTheNextRunPutsItBack() {
    host.has("web", TestImage.plain());
    host.converges();

    var stopped = ends(0, "stop", "{web}");
    host.container("web").isStopped();
    assertThat(stopped.err())
        .contains("declared in", "web.yaml:1", "the next run will put it back");

    host.converges();
    host.container("web").isRunning();
  }

  /** A preview starts, deletes and pulls nothing. */
  @Test
  void displayHasNoEffectAndPrintsWhatCanBePasted() throws IOException {
    host.builds("web", TestImage.noting("1"));
    var before = Tree.of(host.directory());

    var install = ends(0, "install", "--display", IMAGE);
    var run = ends(0, "run", "--display", IMAGE, "a b");

    assertThat(install.out())
        .contains(" run ", host.named("{web}.install"), "'echo install 1 >>/data/notes'")
        .doesNotContain("io.atomic.reconcile");
    assertThat(run.out()).contains(" run ", host.named("--name {web}"), "'a b'");
    host.container("web").isAbsent();
    assertThat(Tree.of(host.directory())).isEqualTo(before);
    var missing = ends(1, "install", "--display", TestServers.registry() + "/{web}:none");
    assertThat(missing.err()).contains("not on disk", "--display pulls nothing");
  }

  @Test
  void aCommandIsExecutedInTheContainerThatIsThere() {
    host.builds("web", TestImage.plain());
    ends(0, "run", "-d", IMAGE);
    var before = host.container("web");

    var echoed = ends(0, "run", IMAGE, "echo", "a  b", "$HOME");
    var failed = ends(7, "run", IMAGE, "/bin/sh", "-c", "exit 7");

    assertThat(echoed.out()).isEqualTo("a  b $HOME\n");
    assertThat(failed.err()).doesNotContain("error");
    host.container("web").isUntouchedSince(before);
  }

  @Test
  void runNeverEntersTheContainerOfAnotherImage() {
    host.builds("web", TestImage.of("sleep 100000"));
    ends(0, "run", "-d", IMAGE);
    var before = host.container("web");
    host.builds("web", TestImage.plain());

    var refused = ends(1, "run", IMAGE, "echo", "inside");

    assertThat(refused.out()).doesNotContain("inside");
    assertThat(refused.err()).contains("another image", "--replace");
    host.container("web").isUntouchedSince(before);

    ends(0, "run", "--detach", "--replace", IMAGE);
    host.container("web").isRunning().isAnotherThan(before);
  }

  @Test
  void aStrangersContainerIsNeitherEnteredNorReplaced() {
    host.builds("web", TestImage.plain());
    host.engine().does("run", "-d", "--name", host.nameOf("web"), host.named(IMAGE));
    var before = host.container("web");

    var refused = ends(1, "run", "--replace", IMAGE, "echo", "inside");

    assertThat(refused.text()).contains("did not make").doesNotContain("inside\n");
    host.container("web").isUntouchedSince(before);
  }

  /** No label: the image's own command, its arguments as they are; input and output are ours. */
  @Test
  void anImageWithoutLabelsRunsItsOwnCommandForWhoeverWaits() {
    host.builds("web", TestImage.of("read line; echo \"got  $line\"; exit 3"));

    var result = host.startsByHand("a  b\n", "run", IMAGE).await();

    assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
    assertThat(result.out()).isEqualTo("got  a  b\n");
    host.container("web").isStopped();
    assertThat(host.isRecorded("web")).isTrue();
    ends(0, "uninstall", IMAGE);
    host.container("web").isAbsent();
  }

  @Test
  void whatAnInstallPrintsIsShownAndItsExitStatusComesBack() {
    host.builds(
        "web",
        TestImage.plain()
            .with("INSTALL", "docker run --rm IMAGE /bin/sh -c 'echo \"hello $0\"; exit 5' $OPT1"));

    var result = ends(5, "install", "--opt1=you", IMAGE);

    assertThat(result.out()).contains("hello you\n");
    assertThat(result.err()).contains("exited with 5");
  }

  @Test
  void anImageWithAnInstallIsNotRunBeforeThat() {
    host.builds("web", TestImage.noting("1"));

    var refused = ends(1, "run", "-d", IMAGE);

    assertThat(refused.err()).contains("INSTALL", "atomic install --name");
    host.container("web").isAbsent();
  }

  @Test
  void updateFetchesAndForceGoesOverToIt() {
    host.builds("web", TestImage.noting("1"));
    var remote = host.engine().pushes(host.named(IMAGE), host.named("{web}:1"));
    ends(0, "install", remote);
    ends(0, "run", "-d", remote);
    var before = host.container("web");
    assertThat(ends(0, "update", "{web}").out()).contains("has the latest");
    host.builds("web", TestImage.noting("2"));
    host.engine().pushes(host.named(IMAGE), host.named("{web}:1"));

    assertThat(ends(0, "update", "{web}").out()).contains("--force");
    host.container("web").isUntouchedSince(before);
    ends(0, "update", "--force", "{web}");

    host.container("web").isRunning().isAnotherThan(before);
    assertThat(host.notesOf("web")).contains("uninstall 1", "install 2", "run 2");
  }

  @Test
  void infoAndVersionTellOfAnImage() {
    var id =
        host.builds(
            "web", TestImage.plain().with("Version", "1.2").with("Name", "httpd").with("RUN", "x"));

    assertThat(ends(0, "info", IMAGE).out()).contains("Name: httpd", "RUN: x", host.named(IMAGE));
    assertThat(ends(0, "version", IMAGE).out()).contains("httpd-1.2", id.substring(7, 19));
    assertThat(ends(1, "info", "localhost/{nothing}:1").err()).contains("not on disk");

    for (var shown : List.of(id, id.substring(7), id.substring(7, 19))) {
      assertThat(ends(0, "info", shown).out()).as(shown).contains("Name: httpd");
    }
    for (var storage : List.of("docker", "podman")) {
      // The socket that is named decides, as it does of the other verbs.
      assertThat(ends(0, "version", "--storage", storage, IMAGE).out()).contains("httpd-1.2");
    }
  }

  @Test
  void whatALabelNeedsIsGrantedAtTheCommandLineOrRefusedBeforeAnythingRuns() {
    host.builds(
        "web",
        TestImage.plain()
            .with("INSTALL", "docker run --rm --net=host IMAGE /bin/sh -c 'echo installed'")
            .with("RUN", "docker run -d --name NAME --cap-add SYS_TIME IMAGE"));

    var refused = ends(1, "install", IMAGE);
    assertThat(refused.err()).contains("--grant cap:SYS_TIME --grant host-network");
    assertThat(refused.out()).doesNotContain("installed");

    var installed = ends(0, "install", "--grant=host-network", "--grant=cap:SYS_TIME", IMAGE);
    assertThat(installed.out()).contains("installed");
    ends(0, "run", "-d", IMAGE);
    host.container("web").isRunning();
  }

  /** A container that somebody else made goes on as it is, and has a record from now on. */
  @Test
  void aContainerIsAdoptedAndForgottenWithoutARestart() {
    host.builds("web", TestImage.noting("1"));
    host.engine().does("run", "-d", "--name", host.nameOf("web"), host.named(IMAGE));
    var before = host.container("web");

    ends(0, "adopt", "{web}");
    host.container("web").isUntouchedSince(before);
    assertThat(host.isRecorded("web")).isTrue();
    host.converges("--allow-empty");
    host.container("web").isUntouchedSince(before);

    ends(0, "forget", "{web}");
    host.container("web").isUntouchedSince(before);
    assertThat(host.isRecorded("web")).isFalse();
  }
}
