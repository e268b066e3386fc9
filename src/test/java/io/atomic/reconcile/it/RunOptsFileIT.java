package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Options of the host's own that an image's RUN takes from a file. */
@OnEachEngine
class RunOptsFileIT {
  @AutoClose private final TestHost host;

  RunOptsFileIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  private Path options() {
    return host.root().resolve("var/lib").resolve(host.nameOf("web")).resolve("run-opts");
  }

  private String mode() {
    return host.engine()
        .does("exec", host.nameOf("web"), "/bin/sh", "-c", "echo \"[${MODE-unset}]\"");
  }

  private void hasImageNaming(String file) {
    host.has(
        "web",
        TestImage.plain()
            .with("RUN_OPTS_FILE", file)
            .with("RUN", "docker run -d --name NAME $RUN_OPTS IMAGE"));
  }

  @Test
  void whatTheFileHoldsIsPartOfRunAndAChangeRunsAgain() {
    hasImageNaming("/var/lib/${NAME}/run-opts");
    host.converges();
    assertThat(mode()).isEqualTo("[unset]");
    host.plansNothing();

    TestHost.write(options(), "-e 'MODE=a b'\n");
    host.converges();
    assertThat(mode()).isEqualTo("[a b]");
    host.plansNothing();
    var before = host.container("web");

    TestHost.write(options(), "-e MODE=c\n");
    assertThat(host.plans().out()).contains("RUN_OPTS");
    host.converges();
    host.container("web").isRunning().isAnotherThan(before);
    assertThat(mode()).isEqualTo("[c]");
    host.plansNothing();
  }

  /** A container may write there, so it could make us read for it what it must not see. */
  @Test
  void aLinkInPlaceOfTheFileIsNotFollowed() throws IOException {
    hasImageNaming("${DATADIR}/run-opts");
    host.app("web", "image: localhost/{web}:1\ngrants: ['mount:/var/lib/{web}:ro']");
    var secret = TestHost.write(host.root().resolve("etc/secret"), "hunter2");
    Files.createDirectories(options().getParent());
    Files.createSymbolicLink(options(), secret);

    var refused = host.fails(1);

    assertThat(refused.out() + refused.err())
        .contains("run-opts", "symbolic link")
        .doesNotContain("hunter2");
    host.container("web").isAbsent();
  }

  /** An app that is called ssh does not get to see the keys in /etc/ssh. */
  @Test
  void aFileInADirectoryThatWasThereBeforeTheAppNeedsAGrant() {
    hasImageNaming("/etc/${NAME}/key");
    TestHost.write(
        host.root().resolve("etc").resolve(host.nameOf("web")).resolve("key"), "-e MODE=hunter2");

    var refused = host.fails(1);

    assertThat(refused.out() + refused.err())
        .contains("GrantMissing", "mount:/etc/" + host.nameOf("web") + "/key:ro")
        .doesNotContain("hunter2");
    host.app("web", "image: localhost/{web}:1\ngrants: ['mount:/etc/{web}:ro']");
    host.converges();
    assertThat(mode()).isEqualTo("[hunter2]");
  }

  @Test
  void aFileThatIsNoneOfTheAppsNeedsAGrant() {
    hasImageNaming("/etc/secret");
    TestHost.write(host.root().resolve("etc/secret"), "-e MODE=hunter2");

    var refused = host.fails(1);

    assertThat(refused.out() + refused.err())
        .contains("GrantMissing", "mount:/etc/secret:ro")
        .doesNotContain("hunter2");
    host.container("web").isAbsent();
  }
}
