package io.atomic.reconcile.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.Installation.LabelTexts;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Finding the label commands among an image's labels. */
class ImageLabelsTest {

  @Test
  void findsTheFourCommandsWhateverTheirCase() {
    var labels =
        ImageLabels.of(
            Map.of("INSTALL", "i", "run", "r", "Stop", "s", "uNinstall", "u", "version", "1"));

    assertThat(labels.texts()).isEqualTo(new LabelTexts("i", "r", "s", "u"));
    assertThat(labels.warnings()).isEmpty();
  }

  @Test
  void prefersUpperCaseAndWarnsOfTheOther() {
    var labels = ImageLabels.of(Map.of("run", "lower", "RUN", "upper", "Run", "mixed"));

    assertThat(labels.find("RUN")).isEqualTo("upper");
    assertThat(labels.warnings())
        .containsExactly(
            "the image has labels that differ only in case, 'RUN', 'Run', 'run'; 'RUN' is used");
  }

  @Test
  void blankCountsAsMissing() {
    assertThat(ImageLabels.of(Map.of("RUN", " \t\n")).texts()).isEqualTo(LabelTexts.NONE);
    assertThat(ImageLabels.of(Map.of("RUN", "", "run", "x")).find("RUN")).isEqualTo("x");
    assertThat(ImageLabels.of(Map.of("RUN", "", "run", "x")).warnings()).isEmpty();
  }

  @Test
  void findsAnyOtherKeyToo() {
    var labels = ImageLabels.of(Map.of("run_opts_file", "/etc/opts"));

    assertThat(labels.find(ImageLabels.RUN_OPTS_FILE)).isEqualTo("/etc/opts");
    assertThat(labels.find("HELP")).isNull();
  }
}
