package io.atomic.reconcile.process;

import java.time.Duration;

/** What is left of a child that an earlier run of this program started and did not see end. */
public final class Leftovers {
  private final Family family;

  public Leftovers(ProcessMark mark) {
    family = new Family(mark);
  }

  /** Whether the child, or anybody in its session, still runs. */
  public boolean exist() {
    return !family.alive().isEmpty();
  }

  /**
   * Ends them: TERM, then KILL to whoever is left after the grace.
   *
   * @return false = some could not be ended
   */
  public boolean end(Duration grace) {
    return family.end(grace, () -> {});
  }
}
