package io.atomic.reconcile.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An app that Project Atomic's own tool has installed, as that tool recorded it.
 *
 * @param image its fully qualified name, as the tool spelled it
 * @param imageId {@code sha256:…}
 * @param name of its container, and what NAME meant in its label commands
 * @param at when it was installed; null = its date says nothing
 * @param systemPackage that was made of the image's files and installed with it; null = none was
 */
public record FormerInstallation(
    String image,
    String imageId,
    String name,
    @Nullable Instant at,
    @Nullable String systemPackage) {}
