package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Invariant 5: a manifest that is not valid removes and changes nothing. */
@OnEachEngine
class BrokenManifestIT {
  @AutoClose private final TestHost host;

  BrokenManifestIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void oneBrokenFileOfFiveLeavesItsAppAloneWhileTheOthersConverge() {
    host.has("one", TestImage.noting("1"));
    host.has("two", TestImage.plain());
    host.has("three", TestImage.plain());
    host.has("four", TestImage.plain());
    host.has("five", TestImage.noting("1"));
    host.converges();
    var one = host.container("one");
    var broken = host.app("one", "image: localhost/{one}:2\nstate: runing\n");
    host.app("two", "image: localhost/{two}:1\nrun: {args: [sleep, '100000']}\n");
    host.engine().ends(List.of(host.nameOf("three")));
    host.deleteManifest("five");

    var result = host.fails(78);

    assertThat(result.err()).contains(broken + ":6:10: ").contains("'runing'", "running");
    host.container("one").isUntouchedSince(one);
    assertThat(host.notesOf("one")).containsExactly("install 1", "run 1");
    host.container("two").isRunning();
    host.container("three").isRunning();
    host.container("four").isRunning();
    host.container("five").isAbsent();
    assertThat(host.notesOf("five")).endsWith("uninstall 1");
    assertThat(host.plans().exitCode()).isEqualTo(78);
  }

  @Test
  void theAppOfABrokenFileIsStillRepaired() {
    host.has("web", TestImage.noting("1"));
    host.converges();
    host.app("web", "image: localhost/{web}:2\nimgae: x\n");
    host.engine().does("stop", host.nameOf("web"));

    assertThat(host.fails(78).err()).contains("web.yaml:6:3: ", "'imgae'", "image");

    host.container("web").isRunning();
    assertThat(host.notesOf("web")).containsExactly("install 1", "run 1", "run 1");
  }

  /** A command that no host and no image could make right is a mistake like any other. */
  @Test
  void aCommandThatCanNeverRunMakesItsManifestInvalid() {
    host.has("web", TestImage.noting("1"));
    host.has("other", TestImage.plain());
    host.has("fresh", TestImage.plain());
    host.converges();
    var web = host.container("web");
    host.engine().ends(List.of(host.nameOf("other"), host.nameOf("fresh")));
    var broken =
        host.app(
            "web", "image: localhost/{web}:1\nrun: {command: [docker, run, -d, $(ls), IMAGE]}\n");
    host.app("fresh", "image: localhost/{fresh}:1\nstop: {command: [docker, stop, --x, NAME]}\n");

    for (var verb : List.of("validate", "plan", "status")) {
      var result = host.runs(verb);
      assertThat(result.exitCode()).as("%s: %s", verb, result).isEqualTo(78);
      assertThat(result.err()).contains("error: " + broken + ":6:36: ", "'$(ls)'", "'--x'");
    }
    assertThat(host.fails(78).err()).contains(broken + ":6:36: ", "'$(ls)'", "'--x'");

    host.container("web").isUntouchedSince(web);
    host.container("other").isRunning();
    host.container("fresh").isRunning();
    assertThat(host.notesOf("web")).containsExactly("install 1", "run 1");
  }

  @Test
  void whileAFileNamesNobodyNothingIsRemoved() {
    host.has("one", TestImage.plain());
    host.has("two", TestImage.plain());
    host.has("three", TestImage.plain());
    host.converges();
    var one = host.container("one");
    host.deleteManifest("one");
    host.manifest("broken.yaml", "{]");
    host.engine().does("stop", host.nameOf("two"));

    var result = host.applies();

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.text()).contains("broken.yaml:1:2: ", "PruneWithheld");
    host.container("one").isUntouchedSince(one);
    host.container("two").isRunning();
  }
}
