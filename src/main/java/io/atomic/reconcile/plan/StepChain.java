package io.atomic.reconcile.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The steps of one app, each of which needs the one before. */
final class StepChain {
  private final String app;
  private final Step.Phase phase;
  private final List<Step> steps = new ArrayList<>();

  StepChain(String app, Step.Phase phase) {
    this.app = app;
    this.phase = phase;
  }

  void fetch(AppAction.Fetch action, String reason) {
    steps.add(step(action, reason, Step.Phase.FETCH, null));
  }

  void add(Action action, String reason) {
    add(action, reason, null);
  }

  /**
   * Adds a step after the last one.
   *
   * @param which tells apart several steps of one kind; null = there is one
   */
  void add(Action action, String reason, @Nullable String which) {
    steps.add(step(action, reason, phase, which));
  }

  private Step step(Action action, String reason, Step.Phase in, @Nullable String which) {
    var needs = new TreeSet<String>();
    if (!steps.isEmpty()) {
      needs.add(steps.getLast().id());
    }
    var id = app + "/" + action.word() + (which == null ? "" : ":" + which);
    return new Step(id, action, reason, in, needs, false);
  }

  /** The steps so far, without the fetches. */
  SortedSet<String> soFar() {
    var ids = new TreeSet<String>();
    steps.stream().filter(step -> step.phase() == phase).map(Step::id).forEach(ids::add);
    return ids;
  }

  /**
   * Adds what is done if one of these steps fails, once all of them have ended.
   *
   * @param risky of {@link #soFar}
   */
  void addOnFailure(Action action, String reason, SortedSet<String> risky) {
    steps.add(new Step(app + "/" + action.word(), action, reason, phase, risky, true));
  }

  boolean has(Class<? extends Action> kind) {
    return steps.stream().anyMatch(step -> kind.isInstance(step.action()));
  }

  /** Whether one of the steps writes the manifest into the record when it ends well. */
  boolean commits() {
    return steps.stream()
        .map(Step::action)
        .anyMatch(action ->
            action instanceof AppAction.Run
                || action instanceof AppAction.Complete
                || action instanceof AppAction.PutBack
                || action instanceof AppAction.WriteRecord);
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** The same chain, its first step after the fetches also waiting for others. */
  List<Step> stepsNeeding(SortedSet<String> others) {
    var linked = new ArrayList<Step>();
    var first = true;
    for (var step : steps) {
      var waits = !step.onFailure() && first && step.phase() != Step.Phase.FETCH;
      linked.add(waits ? step.needing(others) : step);
      first = first && !waits;
    }
    return linked;
  }

  /** The step with whose success all is done. */
  SortedSet<String> last() {
    for (var step : steps.reversed()) {
      if (!step.onFailure()) {
        return new TreeSet<>(List.of(step.id()));
      }
    }
    return Collections.emptySortedSet();
  }
}
