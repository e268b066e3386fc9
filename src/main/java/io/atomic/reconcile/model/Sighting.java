package io.atomic.reconcile.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a registry said an app's image reference means, when it last said something new.
 *
 * @param reference as the manifest writes it
 * @param digest {@code sha256:…} of the manifest or index that the tag names
 * @param firstSeen when we first saw that
 * @param created when the image was built, by its own account; null = it does not say
 */
public record Sighting(
    String reference, String digest, Instant firstSeen, @Nullable Instant created) {}
