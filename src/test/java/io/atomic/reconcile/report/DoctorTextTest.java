package io.atomic.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Diagnosis;
import io.atomic.reconcile.cycle.Diagnosis.Level;
import io.atomic.reconcile.cycle.Diagnosis.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorTextTest {
  private static final Diagnosis WELL =
      new Diagnosis(Subject.SETTINGS, Level.OK, "they are valid", null);

  @Test
  void whatIsNotWellHasTheLineThatMendsItBelow() {
    var diagnoses =
        List.of(
            WELL,
            new Diagnosis(Subject.CLOCK, Level.WARNING, "it follows nobody", "timedatectl x"),
            new Diagnosis(Subject.STATE, Level.PROBLEM, "it is\nopen", "chmod 700 x"));

    assertThat(DoctorText.of(diagnoses, Style.PLAIN))
        .isEqualTo(
            """
            ✓ settings   they are valid
            ! clock      it follows nobody
              → timedatectl x
            ✗ state      it is\\nopen
              → chmod 700 x
            1 problem, 1 warning.
            """);
  }

  @Test
  void whereAllIsWellItSaysSo() {
    assertThat(DoctorText.of(List.of(WELL), Style.PLAIN)).endsWith("All is well.\n");
  }
}
