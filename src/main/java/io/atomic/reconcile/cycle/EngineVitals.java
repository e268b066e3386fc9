package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Observed.EngineView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the container engine as a whole; changes nothing. */
public interface EngineVitals {
  Told<Seen> look() throws InterruptedException;

  /**
   * An engine that answered.
   *
   * @param socket at which
   * @param version of it
   * @param directory in which it keeps images and volumes; null = it does not say
   * @param command with which label commands call it
   * @param commandMissing why that cannot be called; null = it can
   */
  record Seen(
      String socket,
      String version,
      @Nullable String directory,
      EngineView.Reached view,
      List<String> command,
      @Nullable String commandMissing) {
    public Seen {
      command = List.copyOf(command);
    }
  }
}
