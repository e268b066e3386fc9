package io.atomic.reconcile.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.label.Expansion.Expanded;
import io.atomic.reconcile.label.Variables.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for any text at all, tried with many made by chance from a fixed seed. */
class ExpanderRandomTest {
  private static final List<Purpose> PURPOSES = List.of(Purpose.values());
  private static final int TRIES = 4_000;
  private static final List<String> PIECES =
      List.of(
          " ",
          "  ",
          "\n",
          "'",
          "\"",
          "\\",
          "$",
          "${",
          "}",
          ":-",
          "-",
          "NAME",
          "IMAGE",
          "=NAME",
          "$OPT1",
          "${OPT2}",
          "$(pwd)",
          "`pwd`",
          "$(",
          "`",
          "|",
          "&",
          ";",
          "<",
          "#",
          "a",
          "B1",
          "é",
          "\uD83D\uDE00",
          "\uD83D",
          "\0",
          "docker",
          "run",
          "-it",
          "--name",
          "--env=X=",
          "-e",
          "$SECRET",
          "--rm=",
          "--",
          "~");

  private final Random random = new Random(20_261_101);

  @Test
  void neverThrowsAndAlwaysGivesWordsOrProblems() {
    for (var i = 0; i < TRIES; i++) {
      var text = text();
      switch (Expander.expand(
          "label RUN", new CommandText.Label(text), ExpanderRandomTest::lookup)) {
        case Expanded(var words, _) -> assertThat(words).as(text).isNotEmpty();
        case Expansion.Invalid(var problems) -> {
          assertThat(problems).as(text).isNotEmpty();
          problems.forEach(problem -> assertThat(problem.toString()).isNotBlank());
          problems.stream()
              .map(LabelProblem::spot)
              .filter(spot -> spot != null)
              .forEach(spot -> assertThat(spot.excerpt().lines()).hasSize(2));
        }
      }
    }
  }

  @Test
  void preparingNeverThrowsAndNeverShowsASecret() {
    for (var i = 0; i < TRIES; i++) {
      var request =
          Requests.of(PURPOSES.get(random.nextInt(PURPOSES.size())), "docker run " + text())
              .withSecret("SECRET");
      if (Preparer.prepare(request.build()) instanceof Prepared.Ready ready) {
        assertThat(ready.argv()).noneMatch(word -> word.contains("SECRET}"));
        assertThat(Preparer.prepare(request.build())).isEqualTo(ready);
      }
    }
  }

  @Test
  void whatIsQuotedForAShellSplitsBackIntoTheSameWords() {
    for (var i = 0; i < TRIES; i++) {
      var words = new ArrayList<String>();
      for (var j = random.nextInt(5); j >= 0; j--) {
        words.add(text().replace("\0", ""));
      }

      var scan = WordScanner.value("a test", ShellWords.joinExactly(words));

      assertThat(scan.problems()).isEmpty();
      var texts = new ArrayList<String>();
      for (var word : scan.words()) {
        var text = new StringBuilder();
        for (var part : word.parts()) {
          text.append(((WrittenWord.Part.Literal) part).text());
        }
        texts.add(text.toString());
      }
      assertThat(texts).isEqualTo(words);
    }
  }

  private static Value lookup(String name) {
    return switch (name) {
      case "B1" -> new Value.Unset();
      case "SECRET" -> new Value.Secret(name);
      case "OPT1" -> new Value.Plain("a 'b");
      default -> new Value.Plain("v " + name);
    };
  }

  private String text() {
    var text = new StringBuilder();
    for (var i = random.nextInt(12); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }
}
