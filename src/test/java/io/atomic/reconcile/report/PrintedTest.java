package io.atomic.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Of what is printed only our own colours act on a terminal. */
class PrintedTest {
  /** Clears the line, rings, turns the direction round, and passes for a colour of ours. */
  private static final String NASTY = "x\033[2K\007\u202e\u009b1A\033[32mgood\033[0m\r";

  private static final String SHOWN = "x\\x1b[2K\\x07\\u202e\\x9b1A\\x1b[32mgood\\x1b[0m\\r";

  @ParameterizedTest
  @EnumSource
  void foreignTextIsShownAsWhatItIs(Style style) {
    assertThat(style.printed(NASTY + "\n")).isEqualTo(SHOWN + "\n");
    assertThat(style.printed(style.bad(NASTY)))
        .isEqualTo(style == Style.PLAIN ? SHOWN : "\033[1;31m" + SHOWN + "\033[0m");
  }

  @Test
  void aProblemIsOneLineAndItsRemedyAnother() {
    var problem =
        new Problem(Problem.Severity.ERROR, null, Place.of("a\nb"), "tried\nerror: x", "do\n  → y");
    assertThat(ProblemText.of(problem, Style.PLAIN))
        .isEqualTo("error: a\\nb: tried\\nerror: x\n  → do\\n  → y");
  }

  @Test
  void theLabelsOfAnImageCannotPassForOthers() {
    var image =
        new Image(
            "sha256:" + "a".repeat(64),
            List.of("quay.io/a/b:1"),
            List.of(),
            new TreeMap<>(Map.of("summary", "one\nID: fake\r\nRUN: x", "k\ney", NASTY)));

    assertThat(Style.PLAIN.printed(ImageText.info(image)))
        .contains("\nsummary: one\n  ID: fake\n  RUN: x\n", "k\\ney: x\\x1b[2K")
        .doesNotContain("\033");
  }

  @Test
  void progressIsShownLikewiseAndFitsTheTerminal() {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    var progress = new ProgressText(stream, Style.PLAIN, true, 20);
    var step =
        new Step(
            "web/install",
            new AppAction.Forget("web", List.of()),
            "asked",
            Step.Phase.CONVERGE,
            Collections.emptySortedSet(),
            false);
    progress.doing(step, "\033[2Jpull\n".repeat(9));
    progress.repairing(NASTY);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\033[Kweb/install: \\x1b[2\r\033[Krepairing " + SHOWN + "\n");

    var lines = new ArrayList<String>();
    new CommandProgress(progress, (_, line) -> lines.add(line)).doing(step, NASTY);
    assertThat(lines).containsExactly(SHOWN);
  }

  @Test
  void jsonMeansTheSameAndIsFitToBeSeen() {
    var tree = Tree.object().text("a\u202e", NASTY + "\n\udb40\udc41").node();
    var json = Format.json(tree);

    assertThat(json.lines()).hasSize(3);
    assertThat(json.replace("\n", "")).matches("[ -~]*");
    assertThat(JsonMapper.shared().readTree(json)).isEqualTo(tree);
  }
}
