package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Journal.Unfinished;
import io.atomic.reconcile.model.Recorded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the state directory as a whole; changes nothing, and takes no lock. */
public interface StateVitals {
  Seen look();

  /** What is where the state directory should be. */
  sealed interface Seen {
    String path();

    /** Nothing: there was no run yet. */
    record Missing(String path) implements Seen {}

    /** Something that cannot be looked into. */
    record Unusable(String path, String message, @Nullable String remedy) implements Seen {}

    /**
     * A directory.
     *
     * @param mode as {@code chmod} takes it, such as {@code 700}
     * @param owner the name of its owner
     * @param ours whether that is the user who asks
     * @param unfinished steps that a run which was cut off left undone
     * @param holder who has the lock now; null = nobody
     */
    record Directory(
        String path,
        String mode,
        String owner,
        boolean ours,
        Told<Recorded> recorded,
        Told<List<Unfinished>> unfinished,
        @Nullable String holder)
        implements Seen {}
  }
}
