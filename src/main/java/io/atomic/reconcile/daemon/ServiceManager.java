package io.atomic.reconcile.daemon;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whoever has started the daemon and wants to know how it is: systemd, by sd_notify(3). */
public interface ServiceManager {
  /** It has come so far that others can count on it. */
  void ready();

  /** It reads its settings; {@link #ready} follows. */
  void reloading();

  void stopping();

  /** What it does, in a line for {@code systemctl status}. */
  void status(String line);

  /** It makes progress. */
  void alive();

  /** How often it has to say so, at the latest; null = nobody listens. */
  @Nullable Duration watchdog();
}
