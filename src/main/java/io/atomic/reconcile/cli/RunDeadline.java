package io.atomic.reconcile.cli;

import io.atomic.reconcile.model.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The {@code --timeout} of a run: interrupts the thread that makes it. */
final class RunDeadline implements AutoCloseable {
  private final @Nullable Thread timer;
  private final @Nullable Duration timeout;
  private volatile boolean over;

  private RunDeadline(Thread runner, @Nullable Duration timeout) {
    this.timeout = timeout;
    this.timer =
        timeout == null
            ? null
            : Thread.ofVirtual()
                .name("deadline of the run")
                .start(() -> interruptAfter(timeout, runner));
  }

  /** Of the run that this thread makes; null = it has none. */
  static RunDeadline ofThisThread(@Nullable Duration timeout) {
    return new RunDeadline(Thread.currentThread(), timeout);
  }

  private void interruptAfter(Duration limit, Thread runner) {
    try {
      Thread.sleep(limit);
      over = true;
      runner.interrupt();
    } catch (InterruptedException _) {
      // The run has ended in time.
    }
  }

  /** Why the run was interrupted, as a clause; null = it was not, by this. */
  @Nullable String reason() {
    return over && timeout != null
        ? "its --timeout of %s is over".formatted(Durations.text(timeout))
        : null;
  }

  @Override
  public void close() {
    if (timer == null) {
      return;
    }
    timer.interrupt();
    while (timer.isAlive()) {
      Thread.onSpinWait();
    }
    if (over) {
      // It came just now, and there is no run any more that it could end.
      Thread.interrupted();
    }
  }
}
