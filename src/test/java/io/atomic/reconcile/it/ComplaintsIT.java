package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * What people complained of in the programs that ran label commands before, as far as it takes an
 * engine to show what this one does instead; the rest stands in {@code ComplaintsTest}.
 */
@OnEachEngine
class ComplaintsIT {
  private static final String IMAGE = "localhost/{web}:1";

  @AutoClose private final TestHost host;

  ComplaintsIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  private Command.Result ends(int exitCode, String verb, String... words) {
    var result = host.byHand(verb, words);
    assertThat(result.exitCode()).as("%s: %s", verb, result).isEqualTo(exitCode);
    return result;
  }

  @Test
  void uninstallSkipsTheLabelWhenAContainerExists() {
    host.builds("web", TestImage.noting("1"));
    ends(0, "install", IMAGE);
    ends(0, "run", "-d", IMAGE);

    ends(0, "uninstall", IMAGE);

    assertThat(host.notesOf("web")).endsWith("stop 1", "uninstall 1");
    host.container("web").isAbsent();
  }

  /** Nothing is done for an app that is not there, so nothing fails after it was done. */
  @Test
  void uninstallReportsWhatItCannotFindAfterTheLabelDidItsWork() {
    host.builds("web", TestImage.noting("1"));

    var refused = ends(64, "uninstall", IMAGE);

    assertThat(refused.err()).contains("there is no app", host.nameOf("web"));
    assertThat(host.notesOf("web")).isEmpty();
  }

  @Test
  void notInstalledAlthoughItIsUnderAnotherSpellingOfItsName() {
    host.builds("web", TestImage.noting("1"));
    ends(0, "install", IMAGE);

    ends(0, "run", "-d", "{web}");
    ends(0, "run", "-d", IMAGE);

    assertThat(host.notesOf("web")).containsExactly("install 1", "run 1");
    host.container("web").isRunning();
  }

  @Test
  void aFailedInstallLeavesRemainsThatNobodyCanRemove() {
    host.builds(
        "web",
        TestImage.noting("1").with("INSTALL", "docker run --name NAME IMAGE /bin/sh -c 'exit 3'"));

    ends(3, "install", IMAGE);
    host.container("web").isAbsent();
    ends(0, "uninstall", IMAGE);

    assertThat(host.isRecorded("web")).isFalse();
  }

  @Test
  void aToolsImageNeedsARunningContainerFirst() {
    host.builds("web", TestImage.plain());

    var echoed = ends(0, "run", IMAGE, "echo", "hello  you");

    assertThat(echoed.out()).isEqualTo("hello  you\n");
  }

  @Test
  void aRegistryThatFailsTakesTheLocalImageAway() {
    host.builds("web", TestImage.plain());
    ends(0, "run", "-d", IMAGE);
    var before = host.container("web");

    var failed = ends(1, "update", "--force", "{web}");

    assertThat(failed.err()).contains("fetch", host.named(IMAGE));
    host.container("web").isUntouchedSince(before);
    assertThat(host.engine().hasImage(host.named(IMAGE))).isTrue();
  }

  @Test
  void theTagBecomesPartOfTheContainersName() {
    host.builds("web", TestImage.plain());

    ends(0, "run", "-d", IMAGE);

    host.container("web").isRunning();
  }

  @Test
  void theExitStatusOfTheCommandIsLost() {
    host.builds("web", TestImage.of("exit 42"));

    ends(42, "run", IMAGE);
  }
}
