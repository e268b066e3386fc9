package io.atomic.reconcile.state;

import io.atomic.reconcile.cycle.CommandRunner.ChildMark;
import io.atomic.reconcile.cycle.Journal.Intent;
import io.atomic.reconcile.cycle.Journal.Result;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of the journal. Run and sequence together name the step. */
sealed interface JournalEntry {
  String runId();

  int sequence();

  record Begin(Intent intent) implements JournalEntry {
    @Override
    public String runId() {
      return intent.runId();
    }

    @Override
    public int sequence() {
      return intent.sequence();
    }
  }

  record Child(String runId, int sequence, ChildMark mark) implements JournalEntry {}

  record End(String runId, int sequence, Instant at, Result result, @Nullable String message)
      implements JournalEntry {}
}
