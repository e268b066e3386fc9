package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.EngineEvents;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine that does at each try what a test has it do; until then it keeps who tries waiting. */
final class FakeEngineEvents implements EngineEvents {
  private final BlockingQueue<Turn> turns = new LinkedBlockingQueue<>();
  private final AtomicInteger tries = new AtomicInteger();

  /** What it does at one try. */
  private interface Turn {
    void take(Listener listener) throws EffectException, InterruptedException;
  }

  void refuses(String message) {
    turns.add(_ -> {
      throw new EffectException(message, null, null);
    });
  }

  /** Answers, and hangs up at once. */
  void hangsUp() {
    turns.add(Listener::connected);
  }

  /** Answers, and has nothing to tell. */
  void stays() {
    turns.add(listener -> {
      listener.connected();
      new CountDownLatch(1).await();
    });
  }

  /** How often it was tried to follow it. */
  int tries() {
    return tries.get();
  }

  @Override
  public void follow(Listener listener) throws EffectException, InterruptedException {
    tries.incrementAndGet();
    turns.take().take(listener);
  }
}
