package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.cycle.Targets.Choice;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.ByHand;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.HostBoots;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.plan.Situation;
import io.atomic.reconcile.policy.AppGrants;
import io.atomic.reconcile.policy.DiskPreflight;
import io.atomic.reconcile.policy.Gate;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.policy.SitePolicy;
import io.atomic.reconcile.policy.Timetable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** One reconciliation of this host, looked at or carried out. */
public final class Cycle {
  private final Ports ports;
  private final Gatekeeper gatekeeper;
  private final Proposer proposer;
  private final DiskPreflight preflight;
  private final RebootGate rebootGate;
  private final Situation.Surroundings surroundings;
  private final int parallelism;
  private final Clock clock;

  /** The world outside, as far as a run needs it. */
  public record Ports(
      DesiredSource manifests,
      StateStore store,
      Journal journal,
      RunLock lock,
      Engine engine,
      Registries registries,
      Updates updates,
      Disks disks,
      CommandRunner runner,
      Probes probes,
      HostFiles files,
      OperatingSystem os,
      Registries osRegistries,
      RebootWatch rebootWatch,
      RebootLocks rebootLocks,
      Progress progress,
      Reports reports,
      Interruptions interruptions) {

    /** The same world with other wishes. */
    public Ports withManifests(DesiredSource other) {
      return with(other, updates);
    }

    /** The same world, of which updates are known from elsewhere. */
    public Ports withUpdates(Updates other) {
      return with(manifests, other);
    }

    private Ports with(DesiredSource otherManifests, Updates otherUpdates) {
      return new Ports(
          otherManifests,
          store,
          journal,
          lock,
          engine,
          registries,
          otherUpdates,
          disks,
          runner,
          probes,
          files,
          os,
          osRegistries,
          rebootWatch,
          rebootLocks,
          progress,
          reports,
          interruptions);
    }
  }

  /** Whether a plan may be carried out, once it is known. */
  public interface Consent {
    /** Carries out whatever the policy lets through. */
    Consent ALWAYS = _ -> new Answer.Yes();

    Answer answer(Proposal proposal) throws InterruptedException;

    /** What was answered. */
    sealed interface Answer {
      record Yes() implements Answer {}

      record No() implements Answer {}

      /** It is not the plan that was agreed to. */
      record Stale(String why, String remedy) implements Answer {}
    }
  }

  /**
   * What a look gives.
   *
   * @param refusals why the policy would not carry the plan out
   * @param grants of the declared apps
   */
  public record Proposal(
      Situation situation,
      Selection selection,
      Plan plan,
      List<Problem> refusals,
      SortedMap<ResourceId, AppGrants> grants) {
    public Proposal {
      grants = Collections.unmodifiableSortedMap(new TreeMap<>(grants));
      refusals = List.copyOf(refusals);
    }
  }

  public Cycle(
      Ports ports,
      Situation.Surroundings surroundings,
      MassDeletion massDeletion,
      SitePolicy site,
      DiskPreflight preflight,
      Timetable timetable,
      int parallelism,
      Clock clock) {
    this.ports = ports;
    this.surroundings = surroundings;
    this.gatekeeper =
        new Gatekeeper(
            new Gate(site),
            new Mounts(ports.engine(), ports.files(), surroundings.hostRoot()),
            ports.engine());
    this.preflight = preflight;
    this.rebootGate = new RebootGate(ports.rebootWatch(), ports.files(), timetable, clock);
    this.proposer =
        new Proposer(
            ports, surroundings, massDeletion, site, gatekeeper, timetable, rebootGate, clock);
    this.parallelism = parallelism;
    this.clock = clock;
  }

  /** What a look comes to. */
  public sealed interface Look {
    record Seen(Proposal proposal) implements Look {}

    record UnknownApp(String message) implements Look {}
  }

  /**
   * Looks, and changes nothing.
   *
   * @throws EffectException if the record cannot be used
   */
  public Look look(Targets targets) throws EffectException, InterruptedException {
    var recorded = ports.store().load();
    var desired = ports.manifests().read(recorded);
    return switch (targets.among(desired, recorded)) {
      case Choice.Of(var selection) ->
          new Look.Seen(proposer.propose(desired, recorded, selection));
      case Choice.Unknown(var message) -> new Look.UnknownApp(message);
    };
  }

  /**
   * Brings the host to what the manifests say: repair, plan, gate, execute, record. Interrupted, it
   * ends what it has begun and reports how far it came.
   */
  public RunReport run(String runId, Targets targets, Consent consent) {
    var run = new LockedRun(runId, ports, clock);
    return run.of(
        (ledger, problems) -> reconcile(run, ledger, problems, targets, consent),
        new HostBoot(ports, clock));
  }

  private RunReport reconcile(
      LockedRun run, Ledger ledger, List<Problem> problems, Targets targets, Consent consent)
      throws EffectException, InterruptedException {
    var desired = ports.manifests().read(ledger.recorded());
    problems.addAll(desired.problems());
    Selection selection;
    switch (targets.among(desired, ledger.recorded())) {
      case Choice.Of(var chosen) -> selection = chosen;
      case Choice.Unknown(var message) -> {
        return run.unstarted(Verdict.UNKNOWN_APP, message, null);
      }
    }
    var proposal = proposer.propose(desired, ledger.recorded(), selection);
    for (var seen : proposal.situation().observed().sightings().entrySet()) {
      ledger.update(seen.getKey(), record -> record.withSighting(seen.getValue()));
    }
    HostLook.note(ledger, proposal.situation());
    var plan = proposal.plan();
    ports.progress().planned(plan);
    if (!proposal.refusals().isEmpty()) {
      problems.addAll(proposal.refusals());
      return run.report(Verdict.REFUSED, plan, new TreeMap<>(), problems);
    }
    switch (consent.answer(proposal)) {
      case Consent.Answer.Yes _ -> {}
      case Consent.Answer.No _ -> {
        return run.report(Verdict.DECLINED, plan, new TreeMap<>(), problems);
      }
      case Consent.Answer.Stale(var why, var remedy) -> {
        problems.add(new Problem(Problem.Severity.ERROR, null, null, why, remedy));
        return run.report(Verdict.REFUSED, plan, new TreeMap<>(), problems);
      }
    }
    ledger.useEngine(proposal.situation().observed().engine());
    var execution =
        new Execution(ports, gatekeeper, preflight, rebootGate, ledger, parallelism, clock);
    var report =
        run.carriedOut(
            plan,
            problems,
            results ->
                execution.execute(run.runId(), plan, proposal.situation(), selection, results));
    try {
      noteCorrections(ledger, report);
      return report;
    } catch (EffectException e) {
      return report.with(new Problem(Problem.Severity.ERROR, null, null, e.message(), e.remedy()));
    }
  }

  /** Of what drifts again and again somebody has to learn. */
  private void noteCorrections(Ledger ledger, RunReport report) throws EffectException {
    var plan = report.plan();
    if (plan == null) {
      return;
    }
    for (var change : plan.changes().values()) {
      if (change instanceof Change.Converge converge
          && converge.isCorrection()
          && report.isAttempted(change.id())) {
        ledger.update(
            change.id().name(),
            record ->
                record.withCorrections(
                    surroundings.flapping().oneMore(record.corrections(), clock.instant())));
      }
    }
  }

  /**
   * Writes into the record of an app what somebody at the command line says of it. Nothing on the
   * host is touched, so there is no plan of it.
   */
  public RunReport amend(String runId, String app, UnaryOperator<AppRecord> change) {
    var run = new LockedRun(runId, ports, clock);
    return run.of((ledger, problems) -> {
      if (!ledger.recorded().apps().containsKey(app)) {
        return run.unstarted(
            Verdict.UNKNOWN_APP, "there is no app '%s': it is not recorded".formatted(app), null);
      }
      ledger.update(app, change);
      return amended(run, problems);
    });
  }

  /** The same of the host, once it is noted what the boot that runs has shown. */
  public RunReport amend(String runId, ResourceId host, UnaryOperator<HostRecord> change) {
    var run = new LockedRun(runId, ports, clock);
    return run.of((ledger, problems) -> {
      var record = ledger.recorded().host();
      if (record == null || !record.id().equals(host)) {
        return run.unstarted(
            Verdict.UNKNOWN_APP, "there is no '%s': it is not recorded".formatted(host), null);
      }
      var view = ports.os().view(record.manifest().spec(), record.ours());
      ledger.updateHost(known -> change.apply(HostBoots.noted(known, view, clock.instant())));
      return amended(run, problems);
    });
  }

  private static RunReport amended(LockedRun run, List<Problem> problems) {
    var nothing = new Plan(new TreeMap<>(), List.of(), List.of());
    return run.report(Verdict.EXECUTED, nothing, new TreeMap<>(), problems);
  }

  /** For commands that this cycle makes ready, and that somebody waits for. */
  public Foreground foreground() {
    return new Foreground(ports, gatekeeper, clock);
  }

  /**
   * What something that is asked for by name comes to; changes nothing.
   *
   * @throws EffectException if the record cannot be used
   */
  public ByHand.Answer look(Errand errand) throws EffectException, InterruptedException {
    return errand.plan(proposer.situation(ports.store().load(), new ArrayList<>()));
  }

  /** Carries out what somebody asked for by name, as it is: there is nothing to compare. */
  public RunReport carryOut(String runId, Errand errand) {
    var run = new LockedRun(runId, ports, clock);
    return run.of((ledger, problems) -> {
      var situation = proposer.situation(ledger.recorded(), problems);
      ledger.useEngine(situation.observed().engine());
      return switch (errand.plan(situation)) {
        case ByHand.Answer.Of(var plan) -> {
          ports.progress().planned(plan);
          var execution =
              new Execution(ports, gatekeeper, preflight, rebootGate, ledger, parallelism, clock);
          yield run.carriedOut(
              plan, problems, results -> execution.execute(runId, plan, situation, results));
        }
        case ByHand.Answer.Unknown(var message) ->
            run.unstarted(Verdict.UNKNOWN_APP, message, null);
        case ByHand.Answer.Refused(var message, var remedy) ->
            run.unstarted(Verdict.REFUSED, message, remedy);
      };
    });
  }
}
