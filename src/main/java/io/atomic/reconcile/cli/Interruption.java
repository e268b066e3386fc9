package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Interruptions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns signals and the run's deadline into an interruption of the thread that runs it, so that
 * children are ended and the journal stays true.
 */
final class Interruption implements Interruptions, AutoCloseable {
  /**
   * Longer than a child may take to end after TERM and KILL, and its container after it; shorter
   * than the 90 s that systemd gives a service.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Console console;
  private final Thread runner;
  private final Thread hook;
  private final RunDeadline deadline;
  private volatile boolean toldToEnd;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Interruption(Console console, Thread runner, RunDeadline deadline) {
    this.console = console;
    this.runner = runner;
    this.deadline = deadline;
    this.hook = Thread.ofPlatform().name("end of process").unstarted(this::interruptAndWait);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  static Interruption ofThisThread(Console console, @Nullable Duration timeout) {
    return new Interruption(console, Thread.currentThread(), RunDeadline.ofThisThread(timeout));
  }

  @Override
  public String reason() {
    return Objects.requireNonNullElse(deadline.reason(), "this process was told to end");
  }

  /** Whether somebody has ended it before its deadline. */
  boolean isToldToEnd() {
    return toldToEnd && deadline.reason() == null;
  }

  private void interruptAndWait() {
    if (ended.getCount() > 0) {
      toldToEnd = true;
      runner.interrupt();
      try {
        // Not until the thread ends: it waits in turn for the process to end.
        if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          console.warns("the run did not end in time; the next one repairs what it left", null);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    ended.countDown();
    deadline.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending already, and the hook is what waits for us.
    }
  }
}
