package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Somebody sits at a terminal. */
@OnEachEngine
class TerminalIT {
  @AutoClose private final TestHost host;

  TerminalIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void aRunAsksBeforeItDisruptsAndTakesNoForAnAnswer() {
    host.has("web", TestImage.noting("1"));
    host.converges();
    var before = host.container("web");
    host.builds("web", TestImage.noting("2"));

    var declined = onATerminal("n\n", "apply");
    assertThat(declined.exitCode()).as("%s", declined).isEqualTo(1);
    assertThat(declined.out()).contains("Plan: 1 to replace.", "[y/N]", "Nothing was changed.");
    host.container("web").isUntouchedSince(before);

    var agreed = onATerminal("y\n", "apply");
    assertThat(agreed.exitCode()).as("%s", agreed).isZero();
    host.container("web").isRunning().isAnotherThan(before);
  }

  @Test
  void aRunThatDisruptsNothingDoesNotAskAndShowsThePullAsItGoes() {
    host.builds("web", TestImage.plain());
    var local = host.named("localhost/{web}:1");
    var reference = host.engine().pushes(local, host.nameOf("web") + ":1");
    host.engine().does("rmi", local, reference);
    host.app("web", "image: " + reference);

    var result = onATerminal("", "apply");

    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.out())
        .doesNotContain("[y/N]")
        .contains(host.nameOf("web") + "/fetch: " + reference + ": ")
        .contains("\u001b[");
    host.container("web").isRunning();
  }

  @Test
  void whatIsRunByHandHasTheTerminalAndGrantsAreAskedFor() {
    host.builds(
        "web",
        TestImage.of("exit 1")
            .with("RUN", "docker run -it --rm --uts host IMAGE /bin/sh -c 'tty'"));
    var image = host.named("localhost/{web}:1");

    var refused = onATerminalByHand("n\n", "run", image);
    assertThat(refused.out()).contains("host-uts", "Grant host-uts? [y/N]");
    assertThat(refused.exitCode()).as("%s", refused).isEqualTo(1);

    var granted = onATerminalByHand("y\n", "run", image);
    assertThat(granted.exitCode()).as("%s", granted).isZero();
    assertThat(granted.out()).contains("/dev/pts/");
  }

  private Command.Result onATerminalByHand(String typed, String verb, String... words) {
    var wrapper = List.of("/bin/sh", "-c", "exec script -qec \"$*\" /dev/null", "sh");
    var arguments = new ArrayList<>(host.arguments(List.of(verb)));
    arguments.addAll(List.of(words));
    return Program.start(wrapper, arguments, typed).await();
  }

  private Command.Result onATerminal(String typed, String... words) {
    // None of the words has a blank in it.
    var wrapper = List.of("/bin/sh", "-c", "exec script -qec \"$*\" /dev/null", "sh");
    return Program.start(wrapper, new ArrayList<>(host.arguments(List.of(words))), typed).await();
  }
}
