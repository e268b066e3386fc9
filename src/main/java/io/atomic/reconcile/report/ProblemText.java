package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.model.Problem;

/** A problem on a line of its own, the remedy below it. */
public final class ProblemText {
  private ProblemText() {}

  public static String of(Problem problem, Style style) {
    var kind = problem.severity().name().toLowerCase(java.util.Locale.ROOT);
    var mark = problem.isError() ? style.bad(kind) : style.changed(kind);
    var where =
        problem.place() != null
            ? problem.place() + ": "
            : problem.resource() != null ? problem.resource() + ": " : "";
    var remedy = problem.remedy();
    return "%s: %s%s%s"
        .formatted(
            mark,
            Printable.line(where),
            Printable.line(problem.message()),
            remedy == null ? "" : "\n  " + style.faint("→ " + Printable.line(remedy)));
  }
}
