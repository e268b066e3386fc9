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

  /** A sentence for people. */
  public String text() {
    return "suspended by hand since %s%s%s"
        .formatted(
            since, until == null ? "" : " until " + until, reason == null ? "" : ": " + reason);
  }

  public boolean isOver(Instant now) {
    return until != null && !now.isBefore(until);
  }
}
