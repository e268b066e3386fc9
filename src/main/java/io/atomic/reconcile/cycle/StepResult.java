package io.atomic.reconcile.cycle;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a step.
 *
 * @param took zero for a step that was not carried out
 */
public record StepResult(String stepId, Outcome outcome, Instant startedAt, Duration took) {

  /** How it ended. */
  public sealed interface Outcome {
    /** Whether steps that need this one may go ahead. */
    default boolean isOk() {
      return this instanceof Done || this instanceof DroppedOut;
    }

    /**
     * It was carried out, or was already so.
     *
     * @param note worth telling; null = nothing
     */
    record Done(@Nullable String note) implements Outcome {}

    /** It turned out not to be needed. */
    record DroppedOut(String why) implements Outcome {}

    /**
     * It was tried, but did not come about.
     *
     * @param output the last lines of the command; empty = there was none
     * @param exitCode of the command; null = none ended by itself
     * @param lasting whether it is the version's own fault, so that another try would fail as well
     */
    record Failed(
        String message,
        @Nullable String remedy,
        String output,
        @Nullable Integer exitCode,
        boolean lasting)
        implements Outcome {
      /** One that has to do with the moment: an engine that is away, a disk that is full. */
      public Failed(String message, @Nullable String remedy, String output) {
        this(message, remedy, output, null, false);
      }
    }

    /** It was not tried, because something it needs failed. */
    record Skipped(String why) implements Outcome {}
  }
}
