package io.atomic.reconcile.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the last run that touched an app went.
 *
 * @param message null when it went well
 */
public record LastOutcome(String runId, Instant at, boolean ok, @Nullable String message) {}
