package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Diagnosis;
import io.atomic.reconcile.cycle.Diagnosis.Level;
import io.atomic.reconcile.model.Printable;
import java.util.List;

/** What runs depend on, for people: a line for each, and the line that mends it. */
public final class DoctorText {
  private DoctorText() {}

  public static String of(List<Diagnosis> diagnoses, Style style) {
    var text = new StringBuilder();
    for (var diagnosis : diagnoses) {
      text.append(
          "%s %-9s  %s\n"
              .formatted(
                  mark(diagnosis.level(), style),
                  Tree.word(diagnosis.subject()),
                  Printable.line(diagnosis.found())));
      if (diagnosis.remedy() != null) {
        text.append(style.faint("  → " + Printable.line(diagnosis.remedy()))).append('\n');
      }
    }
    return text.append(style.strong(closing(diagnoses))).append('\n').toString();
  }

  private static String mark(Level level, Style style) {
    return switch (level) {
      case OK -> style.added("✓");
      case WARNING -> style.changed("!");
      case PROBLEM -> style.bad("✗");
    };
  }

  private static String closing(List<Diagnosis> diagnoses) {
    var problems = count(diagnoses, Level.PROBLEM);
    var warnings = count(diagnoses, Level.WARNING);
    return problems + warnings == 0
        ? "All is well."
        : "%d %s, %d %s."
            .formatted(
                problems,
                problems == 1 ? "problem" : "problems",
                warnings,
                warnings == 1 ? "warning" : "warnings");
  }

  private static long count(List<Diagnosis> diagnoses, Level level) {
    return diagnoses.stream().filter(diagnosis -> diagnosis.level() == level).count();
  }
}
