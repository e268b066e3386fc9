package io.atomic.reconcile.engine;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.Durations;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounds a call to the engine. docker-java ignores its response timeout on Unix sockets, but a
 * thread that waits in one can be interrupted.
 */
final class Deadline {
  private final Duration limit;

  Deadline(Duration limit) {
    this.limit = limit;
  }

  /**
   * Calls.
   *
   * @param what for the message: "tried to WHAT, but …"
   * @throws EffectException if the deadline passes
   * @throws ExecutionException with what the call has thrown
   */
  <T> T call(String what, Callable<T> call)
      throws EffectException, InterruptedException, ExecutionException {
    var task = new FutureTask<>(call);
    var thread = Thread.ofVirtual().name("engine call").start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new EffectException(
          "tried to %s, but the engine did not answer within %s"
              .formatted(what, Durations.text(limit)),
          "look at the engine's log; a slow machine may need a longer engine.timeout in the settings",
          e);
    } finally {
      thread.interrupt();
    }
  }
}
