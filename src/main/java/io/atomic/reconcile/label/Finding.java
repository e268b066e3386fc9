package io.atomic.reconcile.label;

import io.atomic.reconcile.model.Problem.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong or odd about a label command.
 *
 * @param severity an error = it cannot be run
 * @param code a word that stays the same, for machines
 * @param message one sentence, values in single quotes
 * @param word number of the word that it is about, from 1; 0 = the command as a whole
 * @param spot where in the text; null where it concerns the command as a whole
 * @param remedy what its author can do
 */
public record Finding(
    Severity severity,
    String code,
    String message,
    int word,
    @Nullable Spot spot,
    @Nullable String remedy) {

  static Finding of(LabelProblem problem, AuthoredCommand.Place place) {
    return new Finding(
        Severity.ERROR,
        problem.kind().toString().replace(' ', '-'),
        problem.message(),
        place.word(),
        problem.spot() == null ? place.spot() : problem.spot(),
        problem.remedy());
  }
}
