package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.ResourceId;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One effect on this host, described as data. Describing is free; only the cycle performs it. */
public sealed interface Action permits AppAction, HostAction {

  /** What it acts on. */
  ResourceId resource();

  /** The label command that it runs; null = none. */
  default @Nullable PlannedCommand command() {
    return null;
  }

  /** How long what it waits for may take; null = as long as the settings give any call. */
  default @Nullable Duration deadline() {
    return command() instanceof PlannedCommand.Known known ? known.timeout() : null;
  }

  /** Whether users could notice. */
  default boolean disruptive() {
    return false;
  }

  /** Whether it only watches, so that others need not wait for it. */
  default boolean onlyWatches() {
    return false;
  }

  /** Whether the state before it can be had back by another plan. */
  default boolean reversible() {
    return true;
  }

  /** The word for it in plans, journals and step ids, such as {@code remove-container}. */
  default String word() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }
}
