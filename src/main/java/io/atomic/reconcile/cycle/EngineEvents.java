package io.atomic.reconcile.cycle;

import java.util.Locale;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What happens to containers and images, told as it happens. */
public interface EngineEvents {
  /**
   * Listens for as long as the engine tells. Returns when it has hung up, as engines do when they
   * end.
   *
   * @throws EffectException if the engine cannot be reached
   */
  void follow(Listener listener) throws EffectException, InterruptedException;

  /** Who is told. */
  interface Listener {
    /** From now on nothing is missed. */
    void connected();

    void happened(Event event);
  }

  /** What may have happened. */
  enum Happening {
    DIED,
    REMOVED,
    PAUSED,
    UNPAUSED,
    RENAMED,
    STARTED,
    /** Its limits or its restart policy. */
    UPDATED,
    /** Of an image: a name means another one now, or none. */
    TAGGED;

    /** As a participle. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Something that happened.
   *
   * @param id of the container or image
   * @param names of the container, before and after; or the image's name
   * @param app that our label on the container names; null = it has none
   */
  record Event(Happening happening, String id, SortedSet<String> names, @Nullable String app) {}
}
