package io.atomic.reconcile.daemon;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Nobody has started the daemon. */
final class FakeManager implements ServiceManager {
  private String line = "";

  /** What it does, as it was told last. */
  String line() {
    return line;
  }

  @Override
  public void ready() {}

  @Override
  public void reloading() {}

  @Override
  public void stopping() {}

  @Override
  public void status(String said) {
    line = said;
  }

  @Override
  public void alive() {}

  @Override
  public @Nullable Duration watchdog() {
    return null;
  }
}
