package io.atomic.reconcile.notify;

import io.atomic.reconcile.notify.Delivery.Round;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Delivers beside the runs of a daemon, on a thread of its own, so that none of them waits. */
public final class Postman implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Where nothing is left to try: whoever has something says so. */
  private static final Duration IDLE = Duration.ofHours(1);

  /** Between two rounds, whatever the clock says. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private static final Duration AFTER_A_BUG = Duration.ofSeconds(30);

  private final Rounds rounds;
  private final Consumer<RuntimeException> bugs;
  private final Clock clock;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;

  /** Makes a round, and says to whoever cares what came of it. */
  public interface Rounds {
    Round make(Duration limit) throws InterruptedException;
  }

  private Postman(Rounds rounds, Consumer<RuntimeException> bugs, Clock clock) {
    this.rounds = rounds;
    this.bugs = bugs;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("notifications").unstarted(this::walk);
  }

  /**
   * Begins with what an earlier process has left.
   *
   * @param bugs is told what broke a round off that should not have; the next one is made all the
   *     same
   */
  public static Postman start(Rounds rounds, Consumer<RuntimeException> bugs, Clock clock) {
    var postman = new Postman(rounds, bugs, clock);
    postman.thread.start();
    return postman;
  }

  /** There may be something new to deliver. */
  public void comes() {
    news.release();
  }

  private void walk() {
    try {
      while (true) {
        var pause = round();
        var bounded = pause.compareTo(LEAST) < 0 ? LEAST : pause.compareTo(IDLE) > 0 ? IDLE : pause;
        if (news.tryAcquire(bounded.toMillis(), TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
      }
    } catch (InterruptedException _) {
      // What is left is delivered by the next process.
    }
  }

  /** How long there is nothing to do after it, unless there is something new. */
  private Duration round() throws InterruptedException {
    try {
      var next = rounds.make(LIMIT).next();
      return next == null ? IDLE : Duration.between(clock.instant(), next);
    } catch (RuntimeException e) {
      bugs.accept(e);
      return AFTER_A_BUG;
    }
  }

  /** Ends a delivery that is under way; it will be tried again. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
