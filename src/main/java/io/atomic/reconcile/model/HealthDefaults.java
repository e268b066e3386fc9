package io.atomic.reconcile.model;

import java.time.Duration;
import java.util.Objects;

/**
 * What holds of health checks whose manifest does not say.
 *
 * @param running minimum time that a container must have been up
 * @param timeout how long an app has to become healthy
 * @param interval time between two tries
 * @param retryAfter how long a version that failed is not tried again
 */
public record HealthDefaults(
    Duration running, Duration timeout, Duration interval, Duration retryAfter) {
  public static final HealthDefaults STANDARD =
      new HealthDefaults(
          Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofSeconds(2), Duration.ofDays(7));

  /** A check that leaves nothing open. */
  public Health fill(Health given) {
    return new Health(
        Objects.requireNonNullElse(given.running(), running),
        given.http(),
        given.tcp(),
        given.exec(),
        given.unit(),
        Objects.requireNonNullElse(given.timeout(), timeout),
        Objects.requireNonNullElse(given.interval(), interval));
  }
}
