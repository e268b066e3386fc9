package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.OsView;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a look at the host shows of the boots that we asked for. */
public final class HostBoots {
  private HostBoots() {}

  /** The host's record with what became of the last attempt; null = nothing is recorded. */
  public static @Nullable HostRecord noted(Situation situation) {
    var record = situation.recorded().host();
    return record == null
        ? null
        : noted(record, situation.observed().os(), situation.observed().at());
  }

  /** A record with what became of its last attempt. */
  public static HostRecord noted(HostRecord record, OsView os, Instant now) {
    return os instanceof OsView.Seen seen
        ? Objects.requireNonNull(HostStanding.of(record, seen, now).noted(record, seen.boot()))
        : record;
  }
}
