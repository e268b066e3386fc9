package io.atomic.reconcile.plan;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whether what depends on an app can go ahead. */
sealed interface Readiness {
  /** It is as its manifest says now. */
  record Ready() implements Readiness {}

  /** It will be once these steps have succeeded. */
  record After(SortedSet<String> steps) implements Readiness {
    public After {
      steps = Collections.unmodifiableSortedSet(new TreeSet<>(steps));
    }
  }

  /**
   * It will not be in this run.
   *
   * @param failing whether that makes the run a failed one
   */
  record NotReady(String why, boolean failing) implements Readiness {}
}
