package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A verb by hand does the one thing that was asked for, and nothing else on the way. */
@OnEachEngine
class ByHandLimitsIT {
  private static final String IMAGE = "localhost/{web}:1";

  @AutoClose private final TestHost host;

  ByHandLimitsIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  private Command.Result ends(int exitCode, String verb, String... words) {
    var result = host.byHand(verb, words);
    assertThat(result.exitCode()).as("%s: %s", verb, result).isEqualTo(exitCode);
    return result;
  }

  /** The tag means another image by now: that is for update or a run to act on. */
  @Test
  void stopStopsAndNeitherUninstallsNorInstalls() {
    host.builds("web", TestImage.noting("1"));
    ends(0, "install", IMAGE);
    ends(0, "run", "-d", IMAGE);
    var before = host.container("web");
    host.builds("web", TestImage.noting("2"));

    ends(0, "stop", "{web}");

    assertThat(host.container("web").isStopped().id()).isEqualTo(before.id());
    assertThat(host.notesOf("web")).containsExactly("install 1", "run 1", "stop 1");
  }

  @Test
  void whatAnAppDependsOnIsNotStartedForIt() {
    host.has("db", TestImage.plain());
    host.builds("web", TestImage.plain());
    host.app("web", "image: localhost/{web}:1\ndependsOn: ['{db}']");
    host.converges();
    host.engine().ends(List.of(host.nameOf("db"), host.nameOf("web")));

    var refused = ends(1, "run", "-d", "{web}");

    assertThat(refused.text()).contains(host.nameOf("db"));
    host.container("db").isAbsent();
    host.container("web").isAbsent();
  }

  @Test
  void replaceTakesNothingAwayWhereTheNewOneCannotCome() {
    host.builds("web", TestImage.plain());
    ends(0, "run", "-d", IMAGE);
    var before = host.container("web");

    ends(1, "run", "-d", "--replace", "--name={web}", TestServers.registry() + "/none:1");
    host.container("web").isUntouchedSince(before);

    host.builds("web", TestImage.noting("2"));
    var refused = ends(1, "run", "-d", "--replace", IMAGE);
    assertThat(refused.err()).contains("INSTALL");
    host.container("web").isUntouchedSince(before);
  }

  @Test
  void adoptRefusesAContainerOfAnotherImageThanTheManifestNames() {
    host.has("web", TestImage.plain());
    host.builds("other", TestImage.plain());
    host.engine()
        .does("run", "-d", "--name", host.nameOf("web"), host.named("localhost/{other}:1"));
    var before = host.container("web");

    var refused = ends(1, "adopt", "{web}");

    assertThat(refused.err()).contains("another image");
    host.container("web").isUntouchedSince(before);
    assertThat(host.isRecorded("web")).isFalse();
  }

  @Test
  void aStoppedContainerIsAdoptedAndStaysStopped() {
    host.builds("web", TestImage.plain());
    host.engine().does("run", "-d", "--name", host.nameOf("web"), host.named(IMAGE));
    host.engine().does("stop", host.nameOf("web"));
    var before = host.container("web");

    ends(0, "adopt", "{web}");

    host.container("web").isUntouchedSince(before);
    assertThat(host.isRecorded("web")).isTrue();
  }

  @Test
  void anotherImageWhoseNameEndsAlikeIsNotTheAppThatIsMeant() {
    host.builds("web", TestImage.plain());
    ends(0, "run", "-d", IMAGE);
    var before = host.container("web");

    var refused = ends(1, "uninstall", "registry.example.com/me/{web}:9");

    assertThat(refused.err()).contains("its image is", host.named(IMAGE));
    host.container("web").isUntouchedSince(before);
  }

  /** Or the next one would trip over its name. */
  @Test
  void aCommandThatCouldNotBeStartedLeavesNoContainer() {
    host.builds("web", TestImage.of("exit 4"));

    var failed = host.byHand("run", IMAGE, "/no/such/command");

    assertThat(failed.exitCode()).as("%s", failed).isNotZero();
    host.container("web").isAbsent();
    ends(0, "run", IMAGE, "echo", "ok");
  }

  /** Another engine could not end what was made: it would only be forgotten. */
  @Test
  void whatWasMadeWithOneEngineIsNotTouchedWithAnother() {
    host.builds("web", TestImage.noting("1"));
    ends(0, "install", IMAGE);
    ends(0, "run", "-d", IMAGE);
    var before = host.container("web");
    var other = TestEngine.of(host.engine().kind().other());

    for (var verb : List.of("stop", "uninstall", "update", "run", "install")) {
      var word = verb.equals("run") || verb.equals("install") ? IMAGE : "{web}";
      var refused = host.byHandWith(other, verb, word);
      assertThat(refused.exitCode()).as("%s", refused).isEqualTo(1);
      assertThat(refused.text())
          .as(verb)
          .contains("it was made with " + host.engine().kind())
          .contains("forget " + host.nameOf("web"));
    }

    host.container("web").isUntouchedSince(before);
    assertThat(host.isRecorded("web")).isTrue();
    ends(0, "uninstall", "{web}");
    host.container("web").isAbsent();
  }

  /** Relative words count from where somebody stands. */
  @Test
  void aCommandRunsWhereSomebodyStandsAndInARunAtTheRoot() {
    var label = "/bin/sh -c 'pwd >>$0/notes' ${DATADIR}";
    host.builds("web", TestImage.plain().with("INSTALL", label));
    var words = new ArrayList<>(host.arguments(List.of("install", "--grant", "command:/bin/sh")));
    words.add(host.named(IMAGE));

    var installed =
        Program.start(List.of("env", "-C", host.directory().toString()), words, "").await();

    assertThat(installed.exitCode()).as("%s", installed).isZero();
    assertThat(host.notesOf("web")).containsExactly(host.directory().toString());

    host.builds("other", TestImage.plain().with("INSTALL", label));
    host.app("other", "image: localhost/{other}:1\ngrants: ['command:/bin/sh']");
    host.converges();
    assertThat(host.notesOf("other")).containsExactly("/");
  }

  @Test
  void stopAndUninstallTakeWordsForThisOnce() {
    host.builds(
        "web",
        TestImage.noting("1")
            .with(
                "STOP",
                "docker exec NAME /bin/sh -c 'echo stop $0 $1 >>/data/notes' ${OPT1:-slowly}")
            .with(
                "UNINSTALL",
                "docker run --rm -v ${DATADIR}:/data IMAGE /bin/sh -c 'echo uninstall $0 $1"
                    + " >>/data/notes' $OPT1"));
    ends(0, "install", IMAGE);
    ends(0, "run", "-d", IMAGE);

    ends(0, "stop", "--opt1", "now", "{web}", "really");
    ends(0, "run", "-d", IMAGE);
    ends(0, "stop", "{web}");
    ends(0, "uninstall", "--opt1=all", "{web}", "--", "--purge");

    assertThat(host.notesOf("web"))
        .containsExactly(
            "install 1",
            "run 1",
            "stop now really",
            "run 1",
            "stop slowly",
            "uninstall all --purge");
  }

  @Test
  void wordsOfAnEarlierRunAreNotThoseOfTheNext() {
    host.builds("web", TestImage.of("exit 0").with("RUN", "docker run --rm IMAGE echo"));

    var first = ends(0, "run", IMAGE, "one");
    var second = ends(0, "run", IMAGE);

    assertThat(first.out()).contains("one");
    assertThat(second.out()).doesNotContain("one");
  }
}
