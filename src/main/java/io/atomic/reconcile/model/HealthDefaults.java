package io.atomic.reconcile.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What holds of health checks whose manifest does not say.
 *
 * @param running minimum time that a container must have been up
 * @param timeout how long an app has to become healthy
 * @param interval time between two tries
 */
public record HealthDefaults(Duration running, Duration timeout, Duration interval) {
  public static final HealthDefaults STANDARD =
      new HealthDefaults(Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofSeconds(2));

  /**
   * A check that leaves nothing open.
   *
   * @param given by a manifest; null = it has none, so that only the container is looked at
   */
  public Health fill(@Nullable Health given) {
    return given == null
        ? new Health(running, null, null, List.of(), null, timeout, interval)
        : new Health(
            Objects.requireNonNullElse(given.running(), running),
            given.http(),
            given.tcp(),
            given.exec(),
            given.unit(),
            Objects.requireNonNullElse(given.timeout(), timeout),
            Objects.requireNonNullElse(given.interval(), interval));
  }
}
