package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what is wrong with one document, so that one pass reports all of it. */
final class Findings {
  /** A file that is all mistakes must not become a report that nobody can read. */
  private static final int LIMIT = 100;

  private final List<Problem> problems = new ArrayList<>();
  private int omitted;
  private @Nullable Place firstOmitted;

  void error(Place place, String message) {
    add(Problem.error(place, message));
  }

  void error(Place place, String message, String remedy) {
    add(Problem.error(place, message).withRemedy(remedy));
  }

  private void add(Problem problem) {
    if (problems.size() < LIMIT) {
      problems.add(problem);
    } else {
      omitted++;
      firstOmitted = firstOmitted == null ? problem.place() : firstOmitted;
    }
  }

  boolean hasErrors() {
    return !problems.isEmpty();
  }

  /** Everything found, as said of that resource if it is known which one it is. */
  List<Problem> about(@Nullable ResourceId id) {
    var all = new ArrayList<>(problems);
    if (firstOmitted != null) {
      all.add(Problem.error(firstOmitted, "%d more problems from here on".formatted(omitted)));
    }
    if (id != null) {
      all.replaceAll(problem -> problem.about(id));
    }
    return List.copyOf(all);
  }
}
