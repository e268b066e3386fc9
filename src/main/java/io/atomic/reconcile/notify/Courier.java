package io.atomic.reconcile.notify;

import io.atomic.reconcile.model.Notification;
import io.atomic.reconcile.model.Receiver;
import org.jspecify.annotations.Nullable;

/** Carries one message to one receiver, once. */
public interface Courier {
  Outcome carry(Receiver receiver, Notification notification) throws InterruptedException;

  /** What became of it. */
  sealed interface Outcome {
    record Delivered() implements Outcome {}

    /**
     * Nobody has taken it.
     *
     * @param message what was tried and what happened, without anything that is secret
     */
    record Failed(String message, @Nullable String remedy) implements Outcome {}
  }
}
