package io.atomic.reconcile.notify;

import io.atomic.reconcile.notify.Delivery.Round;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Delivers beside the runs of a daemon, on a thread of its own, so that none of them waits. */
public final class Postman implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Where nothing is left to try: whoever has something says so. */
  private static final Duration IDLE = Duration.ofHours(1);

  /** Between two rounds, whatever the clock says. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private final Rounds rounds;
  private final Clock clock;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;

  /** Makes a round, and says to whoever cares what came of it. */
  public interface Rounds {
    Round make(Duration limit) throws InterruptedException;
  }

  private Postman(Rounds rounds, Clock clock) {
    this.rounds = rounds;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("notifications").unstarted(this::walk);
  }

  /** Begins with what an earlier process has left. */
  public static Postman start(Rounds rounds, Clock clock) {
    var postman = new Postman(rounds, clock);
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
        var next = rounds.make(LIMIT).next();
        var pause = next == null ? IDLE : Duration.between(clock.instant(), next);
        var bounded = pause.compareTo(LEAST) < 0 ? LEAST : pause.compareTo(IDLE) > 0 ? IDLE : pause;
        if (news.tryAcquire(bounded.toMillis(), TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
      }
    } catch (InterruptedException _) {
      // What is left is delivered by the next process.
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
