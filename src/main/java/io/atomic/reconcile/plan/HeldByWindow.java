package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Installation.Phase;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change.Converge;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Change.Reason;
import io.atomic.reconcile.plan.Change.Remove;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change that waits for a window of the site: a fetch, or one that takes from users what they
 * have. What is down is started at any time.
 *
 * @param fetches what may go ahead nevertheless: it disturbs nobody, and where the windows for
 *     downloads and for disruptions do not overlap, nothing would ever come about otherwise
 */
record HeldByWindow(Held held, ClosedWindow window, List<Step> fetches) {
  static final String REMEDY = "'--ignore-window' does not wait for it";

  HeldByWindow {
    fetches = List.copyOf(fetches);
  }

  /**
   * The first window that a change has to wait for; null = there is none.
   *
   * @param chain what it comes to
   */
  static @Nullable HeldByWindow of(Converge converge, StepChain chain, ClosedWindows windows) {
    var fetches = chain.steps().stream().filter(step -> step.phase() == Step.Phase.FETCH).toList();
    if (windows.downloads() != null && !fetches.isEmpty()) {
      return held(converge, "what it needs is fetched in", windows.downloads(), List.of());
    }
    return windows.disruptions() != null && converge.disturbs()
        ? held(
            converge,
            "what is there is stopped or replaced in",
            windows.disruptions(),
            converge.target().missing().isEmpty() ? List.of() : fetches)
        : null;
  }

  /** The same of a removal; one that was cut short is ended. */
  static @Nullable HeldByWindow of(Remove remove, ClosedWindows windows) {
    var installation = remove.record().installation();
    var isBegun = installation != null && installation.phase() == Phase.TERMINATING;
    return windows.disruptions() == null || isBegun
        ? null
        : held(remove, "it is removed in", windows.disruptions(), List.of());
  }

  /** What the host is to boot is a download as well. */
  static @Nullable Held ofStaging(
      ResourceId id, List<Difference> differences, ClosedWindows windows) {
    return windows.downloads() == null
        ? null
        : held(id, "it is staged in", windows.downloads(), differences);
  }

  private static HeldByWindow held(
      Change change, String what, ClosedWindow window, List<Step> fetches) {
    return new HeldByWindow(held(change.id(), what, window, change.differences()), window, fetches);
  }

  private static Held held(
      ResourceId id, String what, ClosedWindow window, List<Difference> differences) {
    return new Held(
        id, Reason.WINDOW_CLOSED, "%s %s".formatted(what, window), REMEDY, false, differences);
  }
}
