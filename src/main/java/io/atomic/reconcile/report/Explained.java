package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.label.Finding;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import java.util.List;

/** What concerns one app among all that a look found. */
final class Explained {
  private Explained() {}

  /** What is wrong with its manifest, or with whatever might hide one. */
  static List<Problem> problems(Proposal proposal, ResourceId id) {
    return proposal.situation().desired().problems().stream()
        .filter(problem -> problem.resource() == null || id.equals(problem.resource()))
        .toList();
  }

  /** A finding in one line, its place first. */
  static String line(Finding finding) {
    var spot = finding.spot();
    var where =
        spot != null
            ? " (column %d)".formatted(spot.column())
            : finding.word() > 0 ? " (word %d)".formatted(finding.word()) : "";
    return "%s%s: %s%s"
        .formatted(
            Tree.word(finding.severity()),
            where,
            finding.message(),
            finding.remedy() == null ? "" : "; " + finding.remedy());
  }
}
