package io.atomic.reconcile.plan;

import org.jspecify.annotations.Nullable;

/** Why the policy lets nothing happen to a resource, and what to do about it. */
public record Verdict(Change.Reason reason, String message, @Nullable String remedy) {}
