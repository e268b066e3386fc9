package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.RunReport;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A run that is due.
 *
 * @param causes all that brought it about, in order
 * @param waiting who wants to know what comes of it
 */
public record Order(Scope scope, List<Cause> causes, List<Waiting> waiting) {
  public Order {
    causes = List.copyOf(causes);
    waiting = List.copyOf(waiting);
  }

  /** Somebody who waits for the end of a run. */
  interface Waiting {
    void ended(RunReport report);

    /**
     * There will be none.
     *
     * @param why a sentence
     * @param exitStatus that says the same
     */
    void abandoned(String why, int exitStatus);
  }

  /** Whether a look decides if there is a run at all. */
  boolean isOnlyAHint() {
    return causes.stream().allMatch(cause -> cause.kind().isOnlyAHint());
  }

  /** Whether something on this host has changed, and neither time nor anybody asks for more. */
  boolean isOnlyAboutChanges() {
    return causes.stream()
        .allMatch(cause -> cause.kind().isOnlyAHint() || cause.kind() == Cause.Kind.MANIFESTS);
  }

  /** Whether it is about everything, but for what has a schedule of its own. */
  public boolean isWhole() {
    return scope.reach() != Scope.Reach.NAMED;
  }

  /**
   * Whether what no manifest declares any more may go. Nobody who asks for an app by name means
   * that, nor does what happens to its container.
   */
  boolean prunes() {
    return causes.stream()
        .anyMatch(cause -> !cause.kind().isOnlyAHint() && cause.kind() != Cause.Kind.ASKED);
  }

  boolean isAbout(Cause.Kind kind) {
    return causes.stream().anyMatch(cause -> cause.kind() == kind);
  }

  Order with(Scope other) {
    return new Order(other, causes, waiting);
  }

  /**
   * Whether registries are asked what has changed: not where something on this host has to be put
   * right at once.
   */
  public boolean asksRegistries() {
    return !isOnlyAHint();
  }

  /** For the log. */
  public String text() {
    return "%s: %s"
        .formatted(
            scope.text(),
            causes.stream().map(Cause::detail).distinct().collect(Collectors.joining("; ")));
  }
}
