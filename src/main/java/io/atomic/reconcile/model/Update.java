package io.atomic.reconcile.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a tag that moved in the registry.
 *
 * @param minAge how old a version must be before it is taken; null = no minimum
 * @param window name of the window in which it may be taken; null = always
 */
public record Update(Policy policy, @Nullable Duration minAge, @Nullable String window) {
  public static final Update DEFAULT = new Update(Policy.NEVER, null, null);

  /** {@code update.policy}. */
  public enum Policy {
    NEVER,
    NOTIFY,
    AUTO
  }
}
