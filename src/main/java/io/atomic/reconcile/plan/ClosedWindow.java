package io.atomic.reconcile.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A window of the settings that is closed.
 *
 * @param opens when it opens next; null = never, or nobody knows it
 */
public record ClosedWindow(String name, @Nullable Instant opens) {
  @Override
  public String toString() {
    return opens == null
        ? "window '%s', which never opens".formatted(name)
        : "window '%s', which opens on %s".formatted(name, opens);
  }
}
