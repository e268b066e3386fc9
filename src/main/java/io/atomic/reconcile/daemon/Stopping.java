package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.Interruptions;
import io.atomic.reconcile.plan.Step;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Ends a run that is under way: no step is begun any more, those that change something may end, and
 * what only fetches or watches is cut short. What takes too long is interrupted like everything
 * else, and the next run takes it up.
 */
final class Stopping implements Interruptions {
  private static final String REASON = "the daemon was told to end";

  private final Thread worker;
  private final Duration patience;
  private final Set<String> changing = new HashSet<>();
  private boolean ending;

  /**
   * Nothing is ending yet.
   *
   * @param worker on which runs are made
   * @param patience how long steps may take to end
   */
  Stopping(Thread worker, Duration patience) {
    this.worker = worker;
    this.patience = patience;
  }

  @Override
  public String reason() {
    return REASON;
  }

  @Override
  public synchronized boolean isEnding() {
    return ending;
  }

  /** From now on. */
  synchronized void end() {
    if (ending) {
      return;
    }
    ending = true;
    if (changing.isEmpty()) {
      worker.interrupt();
    } else {
      Thread.ofVirtual().name("end of the daemon").start(this::interruptLater);
    }
  }

  private void interruptLater() {
    try {
      Thread.sleep(patience);
      worker.interrupt();
    } catch (InterruptedException _) {
      // Nobody does that.
    }
  }

  /** A step has begun. */
  synchronized void began(Step step) {
    if (step.phase() != Step.Phase.FETCH && !step.action().onlyWatches()) {
      changing.add(step.id());
    }
  }

  /** It has ended, and that is written down. */
  synchronized void ended(Step step) {
    changing.remove(step.id());
    if (ending && changing.isEmpty()) {
      worker.interrupt();
    }
  }
}
