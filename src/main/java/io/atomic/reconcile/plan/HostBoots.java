package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.OsView;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeSet;
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
    if (!(os instanceof OsView.Seen seen)) {
      return record;
    }
    var noted = Objects.requireNonNull(HostStanding.of(record, seen, now).noted(record, seen));
    return noted.withOurs(stillThere(noted, seen));
  }

  /** What is in no deployment any more is nobody's: whoever adds it again has it for himself. */
  private static Ours stillThere(HostRecord record, OsView.Seen seen) {
    var booted = seen.booted();
    var next = seen.next();
    var unfinished = record.attempt() != null && record.attempt().deploymentId() == null;
    if (booted == null || next == null || unfinished) {
      return record.ours();
    }
    var packages = new TreeSet<>(record.ours().packages());
    packages.removeIf(one ->
        !booted.layers().packages().contains(one) && !next.layers().packages().contains(one));
    var removals = new TreeSet<>(record.ours().removals());
    removals.removeIf(one ->
        !booted.layers().removals().contains(one) && !next.layers().removals().contains(one));
    var arguments = new TreeSet<>(record.ours().arguments());
    var ofNext = seen.kernelArguments();
    var ofBooted = seen.bootedArguments();
    if (ofNext != null && ofBooted != null) {
      arguments.removeIf(one -> !ofNext.contains(one) && !ofBooted.contains(one));
    }
    return new Ours(packages, removals, arguments);
  }
}
