package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;

/** One problem, notice or refusal, as it stands in everything that is printed as JSON. */
final class ProblemJson {
  private ProblemJson() {}

  static Tree of(Problem problem) {
    var tree =
        Tree.object().word("severity", problem.severity()).text("resource", problem.resource());
    var place = problem.place();
    if (place != null) {
      at(place, tree);
    }
    return tree.text("message", problem.message()).text("remedy", problem.remedy());
  }

  /** A line or column that is not known is left out. */
  static void at(Place place, Tree tree) {
    tree.text("file", place.file());
    if (place.line() > 0) {
      tree.number("line", place.line());
    }
    if (place.column() > 0) {
      tree.number("column", place.column());
    }
  }
}
