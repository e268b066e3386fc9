package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.RegistryLogin;
import org.jspecify.annotations.Nullable;

/** With which logins registries are asked and pulled from. */
public interface RegistryLogins {

  /** The login for the registry, or for the part of it, that the image is in. */
  Found find(ImageReference reference) throws InterruptedException;

  /** What became of a search. */
  sealed interface Found {
    record Login(RegistryLogin login) implements Found {}

    /** Nobody has logged in there. */
    record Nothing() implements Found {}

    /**
     * Somebody may have, but that cannot be read.
     *
     * @param why "tried to x, but y"
     * @param remedy what to do about it, if that is known
     */
    record Unusable(String why, @Nullable String remedy) implements Found {}
  }
}
