package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.CommandRunner.ChildMark;
import io.atomic.reconcile.model.ResourceId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Intent before an effect, outcome after it; each is on disk before the method returns. */
public interface Journal {

  void begin(Intent intent) throws EffectException;

  /** The intent has started a child. */
  void child(String runId, int sequence, ChildMark mark) throws EffectException;

  void end(String runId, int sequence, Instant at, Result result, @Nullable String message)
      throws EffectException;

  /** Intents without outcome, oldest first: what an interrupted run left undone. */
  List<Unfinished> unfinished() throws EffectException;

  /** Starts a new journal; nothing is unfinished. */
  void rotate() throws EffectException;

  /**
   * What is about to be done.
   *
   * @param details what the repair after a crash needs to know of the moment before
   */
  record Intent(
      String runId,
      int sequence,
      Instant at,
      String step,
      ResourceId resource,
      String action,
      String reason,
      SortedMap<String, String> details) {
    public Intent {
      details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }
  }

  /** An intent whose outcome is not known, and the child that it started, if it had come so far. */
  record Unfinished(Intent intent, @Nullable ChildMark child) {}

  /** How a step ended. */
  enum Result {
    OK,
    FAILED,
    INTERRUPTED
  }
}
