package io.atomic.reconcile.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Turns signals and the run's deadline into an interruption of the thread that runs it, so that
 * children are ended and the journal stays true.
 */
final class Interruption implements AutoCloseable {
  /** Longer than a child may take to end after TERM and KILL. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Thread runner;
  private final Thread hook;
  private final @Nullable Thread deadline;
  private volatile boolean over;

  private Interruption(Thread runner, @Nullable Duration timeout) {
    this.runner = runner;
    this.hook = Thread.ofPlatform().name("end of process").unstarted(this::interruptAndWait);
    this.deadline =
        timeout == null
            ? null
            : Thread.ofVirtual().name("deadline of the run").start(() -> interruptAfter(timeout));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  static Interruption ofThisThread(@Nullable Duration timeout) {
    return new Interruption(Thread.currentThread(), timeout);
  }

  private void interruptAfter(Duration timeout) {
    try {
      Thread.sleep(timeout);
      runner.interrupt();
    } catch (InterruptedException _) {
      // The run has ended in time.
    }
  }

  private void interruptAndWait() {
    if (!over) {
      runner.interrupt();
      try {
        runner.join(PATIENCE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    over = true;
    if (deadline != null) {
      deadline.interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending already, and the hook is what waits for us.
    }
  }
}
