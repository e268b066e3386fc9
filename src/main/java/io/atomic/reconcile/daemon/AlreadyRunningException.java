package io.atomic.reconcile.daemon;

import java.io.IOException;

/** Another daemon keeps this host already. */
public final class AlreadyRunningException extends IOException {
  private static final long serialVersionUID = 1L;

  AlreadyRunningException() {
    super("another daemon listens there");
  }
}
