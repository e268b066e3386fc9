package io.atomic.reconcile.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Step;
import io.atomic.reconcile.report.Format;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is said on standard error tells programs what it is about. */
class ConsoleTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(LogStyle style) {
    var options = new GlobalOptions();
    options.output = Format.JSON;
    return new Console(options, style, new PrintStream(err, true, StandardCharsets.UTF_8), null);
  }

  private List<JsonNode> lines() {
    return err.toString(StandardCharsets.UTF_8).lines().map(JsonMapper.shared()::readTree).toList();
  }

  private static @Nullable String text(JsonNode line, String field) {
    return line.has(field) ? line.get(field).stringValue() : null;
  }

  private static Step step() {
    return new Step(
        "web/install",
        new AppAction.Forget("web", List.of()),
        "asked",
        Step.Phase.CONVERGE,
        Collections.emptySortedSet(),
        false);
  }

  @Test
  void onlyWhatIsAboutARunBearsItsId() throws InterruptedException {
    var daemon = console(LogStyle.JSON);
    var run = daemon.in("r1");
    run.says("run r1: asked");
    // A notifier, or who watches the manifests, has a thread of its own.
    var other = Thread.ofVirtual().start(() -> daemon.error("tried to notify a webhook"));
    other.join();
    var watcher =
        Thread.ofVirtual()
            .start(
                () -> run.problems(List.of(Problem.warning(ResourceId.app("web"), "it was slow"))));
    watcher.join();
    daemon.says("the settings were read again");

    assertThat(lines())
        .extracting(line -> text(line, "msg"), line -> text(line, "run"))
        .containsExactly(
            tuple("run r1: asked", "r1"),
            tuple("tried to notify a webhook", null),
            tuple("App/web: it was slow", "r1"),
            tuple("the settings were read again", null));
  }

  @Test
  void whatALabelCommandPrintsIsAnObjectLikeEverythingElse() {
    console(LogStyle.JSON).in("r1").commandSays(step(), Printable.lines("made \u001b[1mit"));

    assertThat(lines())
        .singleElement()
        .satisfies(line -> {
          assertThat(text(line, "level")).isEqualTo("info");
          assertThat(text(line, "msg")).isEqualTo("made \\x1b[1mit");
          assertThat(text(line, "run")).isEqualTo("r1");
          assertThat(text(line, "app")).isEqualTo("web");
          assertThat(text(line, "step")).isEqualTo("web/install");
        });
  }

  @Test
  void whatALabelCommandPrintsHasAPriorityInTheJournalThatItCannotChoose() {
    console(LogStyle.JOURNAL).commandSays(step(), "<0>all is lost");

    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("<6><0>all is lost\n");
  }
}
