package io.atomic.reconcile.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at the command line wants an app to be left alone.
 *
 * @param reason why, in their words; null = none was given
 * @param since when
 * @param until when it ends by itself; null = never
 */
public record Suspension(@Nullable String reason, Instant since, @Nullable Instant until) {

  public boolean isOver(Instant now) {
    return until != null && !now.isBefore(until);
  }
}
