package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run is going to do: a change for every resource and the steps that carry the changes out,
 * in an order that respects what each waits for. A bad order cannot be constructed.
 *
 * @param notices what the reader should know besides
 * @param nextOpening when the first window opens that something waits for; null = nothing waits for
 *     one that ever opens
 */
public record Plan(
    SortedMap<ResourceId, Change> changes,
    List<Step> steps,
    List<Problem> notices,
    @Nullable Instant nextOpening) {
  public Plan {
    changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    steps = List.copyOf(steps);
    notices = List.copyOf(notices);
    var done = new HashSet<String>();
    var phase = Step.Phase.FETCH;
    for (var step : steps) {
      if (step.phase().compareTo(phase) < 0
          || !done.containsAll(step.needs())
          || !done.add(step.id())) {
        throw new IllegalArgumentException("step '%s' is out of order".formatted(step.id()));
      }
      phase = step.phase();
    }
  }

  /** One of which nothing waits for a window. */
  public Plan(SortedMap<ResourceId, Change> changes, List<Step> steps, List<Problem> notices) {
    this(changes, steps, notices, null);
  }

  public Plan withNotices(List<Problem> more) {
    var all = new ArrayList<>(notices);
    all.addAll(more);
    return new Plan(changes, steps, all, nextOpening);
  }

  public List<Step> stepsOf(ResourceId id) {
    return steps.stream().filter(step -> step.resource().equals(id)).toList();
  }

  /** Whether anything would be done; a resource that is held is not a change. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Whether users of an app could notice, if all goes well. */
  public boolean isDisruptive() {
    return steps.stream().anyMatch(step -> step.action().disruptive() && !step.onFailure());
  }
}
