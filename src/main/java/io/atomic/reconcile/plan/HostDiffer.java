package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Change.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Desired × recorded × observed → the host's change. */
final class HostDiffer {
  private HostDiffer() {}

  /** Null = no host is declared or recorded. */
  static @Nullable Change change(Situation situation) {
    var declared = situation.desired().host();
    var record = situation.recorded().host();
    if (declared == null) {
      return record == null ? null : ofUndeclared(situation, record);
    }
    var id = declared.resource().id();
    return switch (situation.observed().os()) {
      case OsView.NotAsked _ -> Change.Keep.of(id);
      case OsView.NoTool(var message, var remedy) ->
          new Held(id, Reason.NO_HOST_TOOL, message, remedy, true, List.of());
      case OsView.Unreadable(var message, var remedy) ->
          new Held(id, Reason.HOST_UNREADABLE, message, remedy, true, List.of());
      case OsView.Seen seen -> ofSeen(situation, declared, record, seen);
    };
  }

  private static Change ofUndeclared(Situation situation, HostRecord record) {
    var id = record.id();
    // There is one host, whatever its manifest calls it.
    if (situation.desired().invalid().stream().anyMatch(one -> one.kind() == Kind.HOST)) {
      return new Change.Keep(id, List.of(), Differ.KEPT_AS_APPLIED);
    }
    if (!situation.desired().named()) {
      return new Held(
          id,
          Reason.PRUNE_WITHHELD,
          "its manifest is gone, but nothing is forgotten while a file cannot be read at all",
          "repair that file",
          true,
          List.of());
    }
    return new Change.Forget(id, "its manifest is gone; nothing is undone");
  }

  private static Change ofSeen(
      Situation situation, Declared<Host> declared, @Nullable HostRecord record, OsView.Seen seen) {
    var id = declared.resource().id();
    var booted = seen.booted();
    var next = seen.next();
    if (booted == null || next == null) {
      return new Held(
          id,
          Reason.NOT_BOOTED,
          "none of its deployments is booted: this is another system, or a live medium",
          null,
          true,
          List.of());
    }
    var standing = HostStanding.of(record, seen, situation.observed().at());
    if (standing instanceof HostStanding.Booted(var attempt)) {
      switch (seen.boot()) {
        case PENDING -> {
          return new Held(
              id,
              Reason.BOOT_NOT_COMPLETE,
              "'%s' runs, but boot-complete.target is not reached yet".formatted(attempt.title()),
              null,
              false,
              List.of());
        }
        case FAILED -> {
          if (!attempt.key().equals(key(declared.resource().spec(), situation))) {
            // Another wish is the way out.
            break;
          }
          return new Held(
              id,
              Reason.BOOT_FAILED,
              "'%s' runs, but a check that its boot has to pass has failed: boot-complete.target is out of reach"
                  .formatted(attempt.title()),
              "systemctl --failed",
              true,
              List.of());
        }
        case COMPLETE, NOT_USED -> {}
      }
    }
    return new HostConvergence(situation, declared, HostBoots.noted(situation), seen, booted, next)
        .change();
  }

  /** What there is besides of the reference that the host follows. */
  static Offer offer(Situation situation) {
    var declared = situation.desired().host();
    return declared != null
            && situation.observed().os() instanceof OsView.Seen seen
            && seen.next() != null
        ? HostTip.offer(
            declared.resource().spec(),
            seen.next(),
            situation.observed().tip(),
            situation.windows().ofUpdate(declared.resource().spec().update().window()),
            situation.observed().at())
        : new Offer.NotAsked();
  }

  /** What its reference means now; null = nobody asked, or it may not be taken now. */
  static @Nullable Sighting tip(Situation situation) {
    var declared = situation.desired().host();
    var window = declared == null ? null : declared.resource().spec().update().window();
    return situation.windows().ofUpdate(window) == null ? situation.observed().tip() : null;
  }

  /**
   * The lock that was kept over a boot which has proved itself by now, or that is not needed after
   * all; null = there is none. A host that went back keeps it, so that a bad update stops with it.
   */
  static @Nullable FleetLock lockToRelease(Situation situation) {
    var before = situation.recorded().host();
    if (before == null
        || before.lock() == null
        || !(situation.observed().os() instanceof OsView.Seen seen)) {
      return null;
    }
    var record = HostBoots.noted(situation);
    var attempt = record == null ? null : record.attempt();
    return record != null
            && (attempt == null || !attempt.booting())
            && !hasFailedToBoot(situation, record)
            && seen.boot().isProven()
        ? before.lock()
        : null;
  }

  private static boolean hasFailedToBoot(Situation situation, HostRecord record) {
    var declared = situation.desired().host();
    if (declared == null) {
      return false;
    }
    var spec = declared.resource().spec();
    var failure = record.failure(key(spec, situation));
    return failure != null && failure.why().isOfBoot();
  }

  /** Names what the manifest wants, with the version that it follows. */
  static String key(HostSpec spec, Situation situation) {
    return HostKey.of(spec, HostTip.followed(spec, situation.observed().tip()));
  }
}
