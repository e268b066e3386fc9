package io.atomic.reconcile.engine;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.RegistryLogins;
import io.atomic.reconcile.cycle.RegistryLogins.Found;
import io.atomic.reconcile.model.ImageReference;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fetches images from their registries, with the logins that there are. */
final class Pulls {
  /** What both engines pass on of ENOSPC. */
  private static final String DISK_FULL = "no space left on device";

  private final EngineCalls calls;
  private final Duration timeout;
  private final RegistryLogins logins;

  Pulls(EngineCalls calls, Duration timeout, RegistryLogins logins) {
    this.calls = calls;
    this.timeout = timeout;
    this.logins = logins;
  }

  void pull(String reference, Consumer<String> progress)
      throws EffectException, InterruptedException {
    var what = "pull '%s'".formatted(reference);
    var found = login(reference);
    var login = found instanceof Found.Login(var known) ? known : null;
    Pull.Ending ending;
    try {
      ending =
          calls.call(
              timeout, what, client -> Pull.run(client, withTag(reference), login, progress));
    } catch (EngineCalls.AlreadySoException e) {
      // What is not in the registry is answered with the status of a thing that is not there.
      throw notPulled(e.failure().message(), found, e.failure());
    } catch (EffectException e) {
      throw e.remedy() == null ? notPulled(e.message(), found, e) : e;
    }
    if (ending.message() != null) {
      throw notPulled(
          "tried to %s, but the engine said: %s".formatted(what, ending.message()), found, null);
    }
  }

  private Found login(String reference) throws InterruptedException {
    try {
      return logins.find(ImageReference.parse(reference));
    } catch (IllegalArgumentException _) {
      return new Found.Nothing();
    }
  }

  private static EffectException notPulled(String message, Found login, @Nullable Throwable cause) {
    return new EffectException(
        message,
        message.contains(DISK_FULL)
            ? "nothing that runs was touched; make room where the engine keeps images, and run again"
            : "nothing that runs was touched; check the reference, the registry and the login"
                + (login instanceof Found.Unusable(var why, _) ? ": " + why : ""),
        cause);
  }

  /** Without a tag, Docker's API fetches every tag of the repository. */
  private static String withTag(String reference) {
    try {
      var parsed = ImageReference.parse(reference);
      return parsed.tag() == null && parsed.digest() == null ? reference + ":latest" : reference;
    } catch (IllegalArgumentException _) {
      return reference;
    }
  }
}
