package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.Observed;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Differ;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.plan.Situation;
import io.atomic.reconcile.plan.Step;
import io.atomic.reconcile.policy.DiskPreflight;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Carries a plan out: first the fetches; then, with what the fetched images' labels say now known,
 * the rest. Steps may drop out; none is added.
 */
final class Execution {
  /** A fetched image may name further ones in its commands, which are fetched once more. */
  private static final int FETCH_ROUNDS = 2;

  private final Cycle.Ports ports;
  private final Gatekeeper gatekeeper;
  private final DiskPreflight preflight;
  private final RebootGate rebootGate;
  private final Ledger ledger;
  private final int parallelism;
  private final Clock clock;

  Execution(
      Cycle.Ports ports,
      Gatekeeper gatekeeper,
      DiskPreflight preflight,
      RebootGate rebootGate,
      Ledger ledger,
      int parallelism,
      Clock clock) {
    this.rebootGate = rebootGate;
    this.ports = ports;
    this.gatekeeper = gatekeeper;
    this.preflight = preflight;
    this.ledger = ledger;
    this.parallelism = parallelism;
    this.clock = clock;
  }

  /**
   * Executes.
   *
   * @param results filled with what became of each step
   * @return the plan as it was in the end
   */
  Plan execute(
      String runId,
      Plan plan,
      Situation situation,
      Selection selection,
      SortedMap<String, StepResult> results)
      throws InterruptedException {
    var executor = executor(runId, situation);
    var current = plan;
    for (var round = 0; round < FETCH_ROUNDS; round++) {
      var all = current.steps().stream().filter(step -> step.phase() == Step.Phase.FETCH).toList();
      var fetches = all.stream().filter(step -> !results.containsKey(step.id())).toList();
      if (fetches.isEmpty()) {
        break;
      }
      executor.execute(fetches, results);
      current = refined(plan, fetchedApps(all, results), situation, selection, results);
    }
    executor.execute(current.steps(), results);
    return current;
  }

  /** Executes a plan of which everything is known. */
  Plan execute(String runId, Plan plan, Situation situation, SortedMap<String, StepResult> results)
      throws InterruptedException {
    executor(runId, situation).execute(plan.steps(), results);
    return plan;
  }

  private Executor executor(String runId, Situation situation) {
    var checks =
        new Checks(
            new HealthCheck(
                ports.engine(),
                ports.probes(),
                situation.surroundings().health(),
                HealthCheck.Time.REAL),
            ports.engine(),
            ledger,
            clock);
    var disk =
        new DiskCheck(
            preflight,
            ports.disks(),
            ports.registries(),
            ports.engine(),
            situation.engineCommand().getFirst());
    var tip = Differ.tipOfHost(situation);
    var host =
        new HostEffects(
            new HostStaging(ports.os(), ledger, tip, clock),
            new RebootAgreement(
                ports.os(),
                ports.rebootLocks(),
                rebootGate,
                ports.rebootWatch(),
                ledger,
                tip,
                clock),
            ports.rebootLocks(),
            ledger);
    var effects =
        new Effects(
            ports.engine(),
            ports.runner(),
            ports.files(),
            gatekeeper,
            disk,
            ledger,
            checks,
            host,
            clock);
    var journaled = new JournaledEffects(runId, ports.journal(), effects, ports.progress(), clock);
    var performer =
        new RollingBack(
            runId,
            journaled,
            checks,
            ports.progress(),
            clock,
            app -> planNow(situation, Selection.only(app)));
    return new Executor(performer, ports.progress(), ports.interruptions(), clock, parallelism);
  }

  /** The plan for the host as it is by now; to a run it is the same time all along. */
  private Plan planNow(Situation situation, Selection selection) throws InterruptedException {
    var first = situation.observed();
    var recorded = ledger.recorded();
    var now =
        new Observer(ports.engine(), ports.files(), situation.surroundings(), clock)
            .observe(situation.desired(), recorded);
    var observed =
        new Observed(
            now.engine(),
            now.host(),
            first.at(),
            Sightings.recorded(recorded, first.sightings().keySet()),
            first.os(),
            first.tip());
    var told = ports.manifests().told(recorded);
    return gatekeeper.plan(situation.with(observed).with(told), selection).plan();
  }

  private static Set<String> fetchedApps(
      List<Step> fetches, SortedMap<String, StepResult> results) {
    var apps = new HashSet<String>();
    for (var step : fetches) {
      var result = results.get(step.id());
      if (result != null
          && result.outcome().isOk()
          && step.action() instanceof AppAction.Fetch fetch) {
        apps.add(fetch.app());
      }
    }
    return apps;
  }

  /**
   * The plan with the steps of the fetched apps as they are now that their labels are known. A step
   * that was not announced is not carried out: its app waits for the next run.
   */
  private Plan refined(
      Plan announced,
      Set<String> fetched,
      Situation situation,
      Selection selection,
      SortedMap<String, StepResult> results)
      throws InterruptedException {
    if (fetched.isEmpty()) {
      return announced;
    }
    var now = planNow(situation, selection);
    var changes = new TreeMap<>(announced.changes());
    var steps = new ArrayList<Step>();
    for (var step : announced.steps()) {
      if (!(step.action() instanceof AppAction action) || !fetched.contains(action.app())) {
        steps.add(step);
        // The fetches may have taken long, and the app may be busy by now.
        if (now.changes().get(step.resource()) instanceof Change.Held held
            && held.reason() == Change.Reason.LOCKED) {
          changes.put(held.id(), held);
          drop(step, new Outcome.DroppedOut(held.message()), results);
        }
      }
    }
    for (var app : new TreeSet<>(fetched)) {
      var id = ResourceId.app(app);
      var change = now.changes().get(id);
      if (change != null) {
        changes.put(id, change);
      }
      refineApp(announced, now, id, change, steps, results);
    }
    return new Plan(
        changes, ordered(announced, steps), announced.notices(), announced.nextOpening());
  }

  private void refineApp(
      Plan announced,
      Plan now,
      ResourceId id,
      @Nullable Change change,
      List<Step> steps,
      SortedMap<String, StepResult> results) {
    var refined = now.stepsOf(id);
    var known = new HashSet<String>();
    announced.stepsOf(id).forEach(step -> known.add(step.id()));
    var others = refined.stream().filter(step -> !known.contains(step.id())).toList();
    // A note in the record is no effect on the host: the image may turn out to be the one in use.
    var unannounced =
        others.stream()
            .filter(step -> !(step.action() instanceof AppAction.WriteRecord))
            .findFirst();
    if (unannounced.isEmpty()) {
      steps.addAll(others);
    }
    for (var step : announced.stepsOf(id)) {
      var replacement = refined.stream().filter(s -> s.id().equals(step.id())).findFirst();
      if (step.action() instanceof AppAction.Fetch fetch) {
        steps.add(refetched(fetch, step, replacement.orElse(step), results));
        continue;
      }
      if (unannounced.isPresent()) {
        steps.add(step);
        drop(
            step,
            new Outcome.Failed(
                "the fetched image would need '%s', which the plan did not announce"
                    .formatted(unannounced.get().id()),
                "run again",
                ""),
            results);
      } else if (change instanceof Change.Held held) {
        steps.add(step);
        drop(
            step,
            held.failing()
                ? new Outcome.Failed(held.message(), held.remedy(), "")
                : new Outcome.DroppedOut(held.message()),
            results);
      } else if (replacement.isPresent()) {
        steps.add(replacement.get());
      } else {
        steps.add(step);
        drop(step, new Outcome.DroppedOut("not needed with the fetched image"), results);
      }
    }
  }

  /** The fetched image's commands may name further images: those are fetched in a second round. */
  private static Step refetched(
      AppAction.Fetch before, Step step, Step now, SortedMap<String, StepResult> results) {
    if (now.action().equals(before)) {
      return step;
    }
    results.remove(step.id());
    return now;
  }

  private void drop(Step step, Outcome outcome, SortedMap<String, StepResult> results) {
    if (results.containsKey(step.id())) {
      // In the round before.
      return;
    }
    var result = new StepResult(step.id(), outcome, clock.instant(), Duration.ZERO);
    results.put(step.id(), result);
    ports.progress().ended(step, result);
  }

  private static List<Step> ordered(Plan announced, List<Step> steps) {
    var byId = new TreeMap<String, Step>();
    steps.forEach(step -> byId.put(step.id(), step));
    var ordered = new ArrayList<Step>();
    var done = new TreeSet<String>();
    for (var step : announced.steps()) {
      var now = byId.get(step.id());
      if (now != null) {
        // A dropped predecessor is still in the list, so what was needed stays resolvable.
        ordered.add(
            now.needs().equals(step.needs())
                ? now
                : now.withNeeds(announcedNeeds(step, now, done)));
        byId.remove(step.id());
        done.add(step.id());
      }
    }
    for (var step : byId.values()) {
      var needs = new TreeSet<>(step.needs());
      needs.retainAll(done);
      ordered.add(step.withNeeds(needs));
    }
    return ordered;
  }

  private static SortedSet<String> announcedNeeds(Step announced, Step now, Set<String> before) {
    var needs = new TreeSet<>(announced.needs());
    needs.addAll(now.needs());
    needs.retainAll(before);
    return needs;
  }
}
