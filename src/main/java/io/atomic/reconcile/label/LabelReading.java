package io.atomic.reconcile.label;

import io.atomic.reconcile.label.AuthoredCommand.Place;
import io.atomic.reconcile.label.EngineCommands.Reading;
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
 * @param variables every variable that it names; empty where it cannot be expanded
 * @param grants what it needs beyond what every app may do, spelled as manifests grant it; empty
 *     where it cannot be run
 * @param findings errors first
 */
public record LabelReading(
    @Nullable List<String> argv,
    SortedSet<String> variables,
    SortedSet<String> grants,
    List<Finding> findings) {
  public LabelReading {
    argv = argv == null ? null : List.copyOf(argv);
    variables = Collections.unmodifiableSortedSet(new TreeSet<>(variables));
    grants = Collections.unmodifiableSortedSet(new TreeSet<>(grants));
    findings = List.copyOf(findings);
  }

  public static LabelReading of(LabelRequest request) {
    var command = AuthoredCommand.of(request);
    var findings = new ArrayList<Finding>();
    var reading =
        switch (Expander.expand(request.origin(), request.source(), request.variables())) {
          case Invalid _ when Preparer.prepare(request) instanceof Prepared.Ready shell ->
              new LabelReading(shell.argv(), shell.variables(), shell.privileges(), List.of());
          case Invalid(var problems) -> {
            problems.forEach(problem -> findings.add(placed(problem, command)));
            yield new LabelReading(null, new TreeSet<>(), new TreeSet<>(), List.of());
          }
          case Expanded expanded -> of(request, expanded, command, findings);
        };
    findings.addAll(Lint.of(request, command));
    return new LabelReading(reading.argv, reading.variables, reading.grants, findings);
  }

  private static LabelReading of(
      LabelRequest request, Expanded expanded, AuthoredCommand command, List<Finding> findings) {
    var grants = new TreeSet<String>();
    switch (Preparer.prepare(request)) {
      case Prepared.Ready ready -> grants.addAll(ready.privileges());
      case Prepared.Refused(var problems) ->
          problems.forEach(problem -> findings.add(placed(problem, command)));
    }
    var argv = new ArrayList<>(expanded.argv(request.engineCommand()));
    argv.addAll(request.args());
    return new LabelReading(argv, expanded.variables(), grants, List.of());
  }

  /** What is known of the words alone has no place in the text yet. */
  private static Finding placed(LabelProblem problem, AuthoredCommand command) {
    var spot = problem.spot();
    if (spot != null) {
      return Finding.of(problem, command.around(spot));
    }
    if (command.words().isEmpty() || !EngineWord.matches(command.words().getFirst().toString())) {
      return Finding.of(problem, Place.WHOLE);
    }
    var place =
        switch (EngineCommands.read(command.words())) {
          case Reading.Unclear(var own) when own.kind() == problem.kind() -> command.unclear(own);
          case Reading.Unclear _ -> Place.WHOLE;
          case Reading.Understood(var call) ->
              switch (problem.kind()) {
                case IMAGE -> command.place(command.words().size() - 1);
                case NAME -> {
                  var name = call.last("name");
                  yield name == null ? Place.WHOLE : command.place(name);
                }
                case EMPTY,
                    TOO_LONG,
                    NUL,
                    QUOTE,
                    UNSET_VARIABLE,
                    DOLLAR,
                    SHELL,
                    OPTION,
                    SUBCOMMAND,
                    LABEL,
                    SECRET ->
                    Place.WHOLE;
              };
        };
    return Finding.of(problem, place);
  }

  /** Whether it could be run as it stands, grants aside. */
  public boolean isValid() {
    return findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
  }
}
