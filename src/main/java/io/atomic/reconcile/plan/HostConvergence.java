package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.FailedAttempt;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.model.OsView.OsTool;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change.ConvergeHost;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Change.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a declared host needs. The deployment that boots next is the one to compare: what runs only
 * tells whether a boot is due, and every command starts from the next one, so that changes add up.
 */
final class HostConvergence {
  private final Situation situation;
  private final Declared<Host> declared;
  private final HostSpec spec;
  private final ResourceId id;
  private final @Nullable HostRecord record;
  private final OsView.Seen seen;
  private final Deployment booted;
  private final Deployment next;
  private final @Nullable HostTip tip;
  private final String key;

  /**
   * @param record as it is with what the last boot has shown
   * @param next the one that boots next; it may be the one that runs
   */
  HostConvergence(
      Situation situation,
      Declared<Host> declared,
      @Nullable HostRecord record,
      OsView.Seen seen,
      Deployment booted,
      Deployment next) {
    this.situation = situation;
    this.declared = declared;
    this.spec = declared.resource().spec();
    this.id = declared.resource().id();
    this.record = record;
    this.seen = seen;
    this.booted = booted;
    this.next = next;
    this.tip = dueFor(next);
    this.key = HostDiffer.key(spec, situation);
  }

  Change change() {
    var ofNext = compared(next, seen.kernelArguments());
    if (next.booted()) {
      return ofNext.isEmpty() ? settled(null) : staged(ofNext);
    }
    var ofBooted = compared(booted, seen.bootedArguments());
    if (ofBooted.isEmpty()
        && ofNext.isEmpty()
        && (!isOurs() || (seen.tool() == OsTool.BOOTC && !isUpdate()))) {
      // Also where bootc has gone back to what runs, which it can do by staging it alone.
      return settled("'%s' boots next, which is as good".formatted(next.title()));
    }
    if (ofBooted.isEmpty() && !isOurs()) {
      // Whatever else boots next is not our doing, and not our wish.
      return foreign(ofNext);
    }
    if (ofNext.isEmpty()) {
      return rebootRequired();
    }
    if (!isOurs()) {
      return foreign(ofNext);
    }
    return ofBooted.isEmpty() ? unstaged(ofNext) : staged(ofNext);
  }

  private HostComparison compared(Deployment deployment, @Nullable List<String> arguments) {
    return new HostComparison(spec, record, dueFor(deployment), deployment, arguments);
  }

  private @Nullable HostTip dueFor(Deployment deployment) {
    return HostTip.due(spec, deployment, HostDiffer.tip(situation), situation.observed().at());
  }

  /** Whether what boots next is newer than what runs, though that is no reason to stage it now. */
  private boolean isUpdate() {
    var followed = HostTip.followed(spec, situation.observed().tip());
    return followed != null && followed.is(next) && !followed.is(booted);
  }

  private boolean isOurs() {
    return record != null && record.made(next);
  }

  /** What runs is what the manifest says. */
  private Change settled(@Nullable String note) {
    var recordedManifest = record == null ? null : record.manifest();
    return recordedManifest == null || recordedManifest.equals(declared.resource())
        ? new Change.Keep(id, List.of(), note)
        : new ConvergeHost(
            id,
            declared.placeText(),
            List.of(new HostAction.WriteHost(id.name(), place(), declared.resource())),
            List.of());
  }

  private Change foreign(HostComparison ofNext) {
    if (!next.staged()) {
      return new Held(
          id,
          Reason.ROLLED_BACK,
          "'%s' boots next, because something went back to it; that is not undone by itself"
              .formatted(next.title()),
          "'%s rollback' puts the one that runs first again".formatted(seen.tool().program()),
          true,
          ofNext.all());
    }
    return new Held(
        id,
        Reason.FOREIGN_DEPLOYMENT,
        "'%s' is staged, but not by this program, and it is not what the manifest says"
            .formatted(next.title()),
        seen.tool() == OsTool.RPM_OSTREE
            ? "drop it with '%s', or let it be what the manifest says"
                .formatted(String.join(" ", RpmOstreeCommands.unstage().argv()))
            : "let it be what the manifest says, or switch back with 'bootc switch'",
        true,
        ofNext.all());
  }

  private Change unstaged(HostComparison ofNext) {
    return seen.tool() == OsTool.RPM_OSTREE
        ? new ConvergeHost(
            id,
            declared.placeText(),
            List.of(new HostAction.Unstage(id.name(), RpmOstreeCommands.unstage(), next.id())),
            ofNext.all())
        : staged(ofNext);
  }

  private Change rebootRequired() {
    var failure = failure();
    if (failure != null && failure.why().isOfBoot()) {
      return failed(failure, List.of());
    }
    return switch (situation.boot()) {
      case BootConsent.Given _ ->
          new ConvergeHost(id, declared.placeText(), List.of(reboot()), List.of());
      case BootConsent.Withheld(_, var why, _) ->
          new Held(
              id,
              Reason.REBOOT_REQUIRED,
              "'%s' waits to be booted: %s".formatted(next.title(), why),
              howToBoot(),
              false,
              List.of());
    };
  }

  /** What a locked deployment needs: a plain reboot would drop it. */
  private String howToBoot() {
    var command = HostWish.boot(seen.tool(), next);
    return command == null
        ? "'systemctl reboot' boots it now"
        : "'%s' boots it now%s"
            .formatted(
                String.join(" ", command.argv()), next.locked() ? "; a plain reboot drops it" : "");
  }

  private HostAction.Reboot reboot() {
    return new HostAction.Reboot(id.name(), place(), declared.resource(), seen.tool(), key);
  }

  private @Nullable String place() {
    return declared.placeText();
  }

  /** What differs is staged, and booted if that is allowed. */
  private Change staged(HostComparison comparison) {
    var obstacle = obstacle(comparison);
    if (obstacle != null) {
      return obstacle;
    }
    var waiting = HeldByWindow.ofStaging(id, comparison.all(), situation.windows());
    if (waiting != null) {
      return waiting;
    }
    var actions = new ArrayList<HostAction>();
    for (var command : commands(comparison)) {
      actions.add(
          new HostAction.Stage(id.name(), place(), declared.resource(), command, key, next.id()));
    }
    if (situation.boot() instanceof BootConsent.Given) {
      actions.add(reboot());
    }
    return new ConvergeHost(id, declared.placeText(), actions, comparison.all());
  }

  private List<OsCommand> commands(HostComparison comparison) {
    return switch (seen.tool()) {
      case RPM_OSTREE ->
          new RpmOstreeCommands(
                  spec,
                  record,
                  next,
                  comparison,
                  tip,
                  seen.hasOtherSystems() ? next.osname() : null)
              .all(Objects.requireNonNullElse(seen.kernelArguments(), List.of()));
      case BOOTC -> List.of(BootcCommands.command(spec, next, tip));
    };
  }

  /** Why nothing is staged; null = it may be. */
  private @Nullable Held obstacle(HostComparison comparison) {
    var failure = failure();
    if (failure != null) {
      return failed(failure, comparison.all());
    }
    if (seen.tool() == OsTool.BOOTC) {
      var limit = BootcCommands.obstacle(spec, next);
      if (limit != null) {
        return held(
            Reason.NOT_SUPPORTED,
            limit,
            next.modified()
                ? "go on with rpm-ostree ('driver: rpm-ostree'), or take them off with 'rpm-ostree reset'"
                : "'driver: rpm-ostree' does it, where this host has that",
            comparison);
      }
    }
    if (spec.bypassDriver()) {
      return null;
    }
    var driver = seen.driver();
    if (driver != null && comparison.differs(HostAspect.BASE)) {
      return held(
          Reason.UPDATE_DRIVER,
          "%s%s drives the updates of this host, and would undo what another one does"
              .formatted(driver.name(), driver.unit() == null ? "" : " (" + driver.unit() + ")"),
          "%s or say 'bypassDriver: true'"
              .formatted(
                  driver.unit() == null
                      ? "stop it,"
                      : "systemctl disable --now %s,".formatted(driver.unit())),
          comparison);
    }
    if (!seen.rivals().isEmpty()) {
      var rival = seen.rivals().getFirst();
      return held(
          Reason.RIVAL_UPDATER,
          "%s is on, and %s by itself".formatted(rival.unit(), rival.does()),
          "systemctl disable --now %s, or say 'bypassDriver: true'".formatted(rival.unit()),
          comparison);
    }
    return null;
  }

  private Held held(Reason reason, String message, String remedy, HostComparison comparison) {
    return new Held(id, reason, message, remedy, true, comparison.all());
  }

  private @Nullable FailedAttempt failure() {
    var failure = record == null ? null : record.failure(key);
    return failure == null
            || failure.isOver(
                situation.observed().at(), situation.surroundings().health().retryAfter())
        ? null
        : failure;
  }

  private Held failed(FailedAttempt failure, List<Difference> differences) {
    return new Held(
        id,
        switch (failure.why()) {
          case ROLLED_BACK -> Reason.ROLLED_BACK;
          case FINALIZATION_FAILED -> Reason.FINALIZATION_FAILED;
          case OTHER_CONTENT -> Reason.OTHER_CONTENT;
          case REFUSED -> Reason.TOOL_REFUSED;
        },
        failure.message(),
        "it is not tried again until %sits manifest changes, or 'retry %s'"
            .formatted(
                failure.why().isOfBoot()
                    ? ""
                    : "%s, "
                        .formatted(
                            failure.at().plus(situation.surroundings().health().retryAfter())),
                id),
        true,
        differences);
  }
}
