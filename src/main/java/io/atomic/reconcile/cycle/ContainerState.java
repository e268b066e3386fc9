package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Container.Status;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container at one moment.
 *
 * @param status {@code RESTARTING} also between two runs that its restart policy makes
 * @param exitCode of the run that has ended; null while it runs, or if it never did
 * @param restarts how often the engine has started it again by itself
 * @param startedAt when its last run began; null = it never ran
 * @param check its HEALTHCHECK; null = it has none
 */
public record ContainerState(
    Status status,
    @Nullable Integer exitCode,
    int restarts,
    @Nullable Instant startedAt,
    @Nullable Check check) {

  /**
   * A HEALTHCHECK.
   *
   * @param runEvery how often it is to be run by us, since the engine does not; null = it does
   * @param settles how long it may take until it has passed for the first time, by its own account
   */
  public record Check(Container.Health health, @Nullable Duration runEvery, Duration settles) {
    /** One that says nothing of how long it takes. */
    public Check(Container.Health health, @Nullable Duration runEvery) {
      this(health, runEvery, Duration.ZERO);
    }
  }
}
