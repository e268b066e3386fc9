package io.atomic.reconcile.label;

import io.atomic.reconcile.label.Expansion.Expanded;
import io.atomic.reconcile.label.Expansion.Invalid;
import io.atomic.reconcile.model.Problem.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a label command says, for its author: nothing is added to it, and no engine is asked.
 *
 * @param argv the words; null = it cannot be expanded
 * @param grants what it needs beyond what every app may do, spelled as manifests grant it
 * @param findings errors first
 */
public record LabelReading(
    @Nullable List<String> argv, SortedSet<String> grants, List<Finding> findings) {
  public LabelReading {
    argv = argv == null ? null : List.copyOf(argv);
    grants = Collections.unmodifiableSortedSet(new TreeSet<>(grants));
    findings = List.copyOf(findings);
  }

  public static LabelReading of(LabelRequest request) {
    return switch (Expander.expand(request.origin(), request.source(), request.variables())) {
      case Invalid(var problems) ->
          new LabelReading(null, new TreeSet<>(), problems.stream().map(Finding::of).toList());
      case Expanded expanded -> of(request, expanded);
    };
  }

  private static LabelReading of(LabelRequest request, Expanded expanded) {
    var findings = new ArrayList<Finding>();
    var grants = new TreeSet<String>();
    switch (Preparer.prepare(request)) {
      case Prepared.Ready ready -> grants.addAll(ready.privileges());
      case Prepared.Refused(var problems) ->
          problems.stream().map(Finding::of).forEach(findings::add);
    }
    findings.addAll(Lint.of(request, expanded));
    var argv = new ArrayList<>(expanded.argv(request.engineCommand()));
    argv.addAll(request.args());
    return new LabelReading(argv, grants, findings);
  }

  /** Whether it could be run as it stands, grants aside. */
  public boolean isValid() {
    return findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
  }
}
