package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** With {@code --display} every verb by hand says what it would do, or why it could not. */
@OnEachEngine
class DisplayIT {
  private static final String IMAGE = "localhost/{web}:1";

  @AutoClose private final TestHost host;

  DisplayIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  private Command.Result shows(int exitCode, String verb, String... words) {
    var result = host.byHand(verb, words);
    assertThat(result.exitCode()).as("%s: %s", verb, result).isEqualTo(exitCode);
    return result;
  }

  @Test
  void adoptForgetAndUpdateSayWhatTheyWouldDo() throws IOException {
    host.builds("web", TestImage.noting("1"));
    host.engine().does("run", "-d", "--name", host.nameOf("web"), host.named(IMAGE));
    var before = host.container("web");
    var files = Tree.of(host.directory());

    assertThat(shows(0, "adopt", "--display", "{web}").out())
        .contains(host.named("App/{web}"), host.named("adopt {web}"));
    assertThat(host.isRecorded("web")).isFalse();
    assertThat(Tree.of(host.directory())).isEqualTo(files);

    shows(0, "adopt", "{web}");
    files = Tree.of(host.directory());
    assertThat(shows(0, "forget", "--display", "{web}").out()).contains(host.named("forget {web}"));
    assertThat(shows(0, "update", "--display", "{web}").out())
        .contains(host.named("fetch " + IMAGE));
    assertThat(shows(0, "update", "--display", "--force", "{web}").out())
        .contains(host.named("fetch " + IMAGE), "known after fetch");
    host.builds("web", TestImage.noting("2"));
    assertThat(shows(0, "update", "--display", "--force", "{web}").out())
        .contains(host.named("stop {web}"), host.named("run {web}"), "install 2");
    assertThat(host.isRecorded("web")).isTrue();
    assertThat(Tree.of(host.directory())).isEqualTo(files);
    host.container("web").isUntouchedSince(before);
    assertThat(host.notesOf("web")).isEmpty();
  }

  @Test
  void whatIsNotThereIsNotShown() {
    for (var verb : List.of("forget", "update", "stop", "uninstall")) {
      var unknown = shows(64, verb, "--display", "{web}");
      assertThat(unknown.err()).as(verb).contains(host.named("there is no app '{web}'"));
      assertThat(unknown.out()).as(verb).isEmpty();
    }
    assertThat(shows(1, "adopt", "--display", "{web}").err())
        .contains("there is no container of that name");
    host.builds("web", TestImage.plain());
    shows(0, "run", "-d", IMAGE);
    assertThat(shows(1, "adopt", "--display", "{web}").err()).contains("already");
  }

  /** Nothing in an image acts on the terminal of who looks at it. */
  @Test
  void whatNobodyWouldSeeIsMadeVisible() {
    host.builds(
        "web",
        TestImage.plain()
            .with("summary", "nice\033[2K\u009b1A\u202e")
            .with("INSTALL", "docker run --rm -v /srv/\u202egnp:/x IMAGE echo \033[2K"));

    var info = shows(0, "info", IMAGE).out();
    var display = shows(0, "install", "--display", "--grant=mount:/srv", IMAGE).out();
    var refused = shows(1, "install", IMAGE).text();

    assertThat(info).contains("summary: nice\\x1b[2K\\x9b1A\\u202e", "-v /srv/\\u202egnp:/x");
    assertThat(display).contains("-v $'/srv/\\342\\200\\256gnp:/x'", " echo $'\\033[2K'\n");
    assertThat(refused).contains("label INSTALL uses mount:/srv,", "--grant mount:/srv\n");
    for (var text : List.of(info, display, refused)) {
      assertThat(text).doesNotContain("\033", "\u009b", "\u202e");
    }
  }
}
