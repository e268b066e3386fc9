package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change.Converge;
import io.atomic.reconcile.plan.Change.Held;
import io.atomic.reconcile.plan.Change.Remove;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Situation → plan. Pure: equal situations give equal plans, in whatever order they were read. */
public final class Planner {
  private final Situation situation;
  private final RecordedCommands recorded;
  private final SortedMap<ResourceId, Change> changes;
  private final Dependencies dependencies;
  private final List<Step> steps = new ArrayList<>();

  private Planner(Situation situation, Selection selection) {
    this.situation = situation;
    this.recorded = new RecordedCommands(situation);
    this.dependencies = new Dependencies(situation);
    this.changes = new TreeMap<>(Differ.changes(situation));
    selection.limit(changes, dependencies);
    situation.verdicts().forEach(this::refuse);
  }

  public static Plan plan(Situation situation) {
    return plan(situation, Selection.ALL);
  }

  /** A plan for the selected apps and what they depend on; such a plan removes nothing unasked. */
  public static Plan plan(Situation situation, Selection selection) {
    return new Planner(situation, selection).plan();
  }

  private Plan plan() {
    planRemovals();
    planConvergence();
    planRechecks();
    // Stable: within a phase the order of drafting stays, which respects the dependencies.
    steps.sort(Comparator.comparing(Step::phase));
    return new Plan(changes, steps, notices());
  }

  private void refuse(ResourceId id, Verdict verdict) {
    var change = changes.get(id);
    if (change instanceof Converge || change instanceof Remove) {
      changes.put(
          id,
          new Held(
              id,
              verdict.reason(),
              verdict.message(),
              verdict.remedy(),
              true,
              change.differences()));
    }
  }

  private void planRemovals() {
    if (!(situation.observed().engine() instanceof EngineView.Reached engine)) {
      return;
    }
    var ends = new TreeMap<String, SortedSet<String>>();
    for (var name : dependencies.recordedDependantsFirst()) {
      if (!(changes.get(ResourceId.app(name)) instanceof Remove remove)) {
        continue;
      }
      var needs = new TreeSet<String>();
      var keepers = new TreeSet<String>();
      for (var dependant : dependencies.dependantsOf(name)) {
        if (changes.get(ResourceId.app(dependant)) instanceof Change.Forget) {
          continue;
        }
        var end = ends.get(dependant);
        if (end == null) {
          keepers.add(dependant);
        } else {
          needs.addAll(end);
        }
      }
      if (!keepers.isEmpty()) {
        withhold(remove, keepers);
        continue;
      }
      var refusal = recorded.refusal(remove.record().installation(), name, remove.standing());
      if (refusal != null) {
        changes.put(remove.id(), invalid(remove.id(), refusal, List.of()));
        continue;
      }
      var chain =
          new RemovalDraft(remove, recorded, images(engine), DataPurge.of(remove, situation))
              .draft();
      steps.addAll(chain.stepsNeeding(needs));
      ends.put(name, chain.last());
    }
  }

  private UnneededImages images(EngineView.Reached engine) {
    return new UnneededImages(engine, situation.recorded(), situation.desired());
  }

  private static Held invalid(ResourceId id, Target.Refusal refusal, List<Difference> differences) {
    return new Held(
        id, Change.Reason.COMMAND_INVALID, refusal.message(), refusal.remedy(), true, differences);
  }

  private void withhold(Remove remove, SortedSet<String> keepers) {
    changes.put(
        remove.id(),
        new Held(
            remove.id(),
            Change.Reason.STILL_NEEDED,
            "not removed, because '%s' still needs it".formatted(String.join("', '", keepers)),
            "remove what needs it first, or take it out of its 'dependsOn'",
            true,
            List.of()));
  }

  private void planConvergence() {
    var readiness = new TreeMap<String, Readiness>();
    for (var name : dependencies.declaredDependenciesFirst()) {
      var change = changes.get(ResourceId.app(name));
      if (change != null) {
        readiness.put(name, planOne(name, change, readiness));
      }
    }
    // What is recorded only, or waits for nobody, comes by name.
    changes.forEach((id, change) -> {
      if (!readiness.containsKey(id.name())) {
        readiness.put(id.name(), planOne(id.name(), change, readiness));
      }
    });
  }

  /** Dependants of what is replaced run on, but somebody looks whether they can. */
  private void planRechecks() {
    for (var name : dependencies.declaredDependenciesFirst()) {
      var declared = situation.desired().apps().get(name);
      var record = situation.recorded().apps().get(name);
      var launch = record == null ? null : record.launch();
      if (declared == null
          || launch == null
          || launch.containerId() == null
          || declared.resource().spec().state() != AppState.RUNNING
          || !(changes.get(ResourceId.app(name)) instanceof Change.Keep)
          || isLocked(declared.resource().spec().lockFile())
          || !(dependencies.standingReadiness(name) instanceof Readiness.Ready)) {
        continue;
      }
      var replaced = new TreeMap<String, String>();
      for (var dependency : dependencies.of(declared.resource())) {
        steps.stream()
            .filter(step ->
                step.action() instanceof Action.CheckHealth check
                    && check.app().equals(dependency)
                    && check.trial() != null)
            .forEach(step -> replaced.put(dependency, endOf(step)));
      }
      if (!replaced.isEmpty()) {
        var recheck =
            new Action.Recheck(
                name,
                launch.containerId(),
                Objects.requireNonNullElse(declared.resource().spec().health(), Health.DEFAULT),
                List.copyOf(replaced.keySet()));
        steps.add(
            new Step(
                name + "/" + recheck.word(),
                recheck,
                "what it depends on was replaced",
                Step.Phase.CONVERGE,
                new TreeSet<>(replaced.values()),
                false));
      }
    }
  }

  /** The way back is the end of what may need it: who depends on it cares for what runs then. */
  private String endOf(Step check) {
    return steps.stream()
        .filter(step -> step.onFailure() && step.needs().contains(check.id()))
        .map(Step::id)
        .findFirst()
        .orElse(check.id());
  }

  private boolean isLocked(@Nullable String lockFile) {
    return lockFile != null && !situation.observed().host().missing().contains(lockFile);
  }

  private Readiness planOne(String name, Change change, Map<String, Readiness> readiness) {
    return switch (change) {
      case Change.Keep _ -> dependencies.standingReadiness(name);
      case Held held -> dependencies.readinessOfHeld(name, held);
      case Remove _ -> new Readiness.NotReady("'%s' is removed".formatted(name), true);
      case Change.Forget forget -> {
        var chain = new StepChain(name, Step.Phase.REMOVE);
        chain.add(new Action.Forget(name, List.of()), forget.reason());
        steps.addAll(chain.steps());
        yield new Readiness.NotReady("'%s' is forgotten".formatted(name), true);
      }
      case Converge converge -> planConverge(name, converge, readiness);
    };
  }

  private Readiness planConverge(String name, Converge converge, Map<String, Readiness> readiness) {
    var refusal = refusalOfUninstall(converge);
    if (refusal != null) {
      var held = invalid(converge.id(), refusal, converge.differences());
      changes.put(converge.id(), held);
      return dependencies.readinessOfHeld(name, held);
    }
    var chain = new ConvergeDraft(converge, recorded, situation).draft();
    if (!converge.starts()) {
      // What only stops, clears up or takes note waits for nobody.
      steps.addAll(chain.steps());
      return dependencies.standingReadiness(name, converge.standing().record());
    }
    if (converge.target().app().spec().waitForHost()) {
      var why =
          situation.desired().host() == null
              ? "waits for the host (waitForHost), but no manifest declares one"
              : "waits for the host (waitForHost), whose deployment this release does not look at";
      return block(converge, Change.Reason.HOST_NOT_READY, why, true, chain);
    }
    var needs = new TreeSet<String>();
    for (var dependency : dependencies.of(converge.target().app())) {
      switch (readiness.getOrDefault(dependency, dependencies.standingReadiness(dependency))) {
        case Readiness.Ready _ -> {}
        case Readiness.After(var ids) -> needs.addAll(ids);
        case Readiness.NotReady(var why, var failing) -> {
          return block(
              converge,
              Change.Reason.DEPENDENCY_NOT_READY,
              "waits for its dependency: " + why,
              failing,
              chain);
        }
      }
    }
    steps.addAll(chain.stepsNeeding(needs));
    var blocked = dependencies.unreadyBecauseOfState(converge.target().app());
    return blocked != null ? blocked : new Readiness.After(chain.last());
  }

  private Target.@Nullable Refusal refusalOfUninstall(Converge converge) {
    var record = converge.standing().record();
    return record != null && converge.uninstalls()
        ? recorded.refusal(record.installation(), record.name(), converge.standing())
        : null;
  }

  /** A blocked app may still have its image fetched: that disturbs nobody. */
  private Readiness block(
      Converge converge, Change.Reason reason, String message, boolean failing, StepChain chain) {
    if (!converge.target().missing().isEmpty()) {
      chain.steps().stream().filter(step -> step.phase() == Step.Phase.FETCH).forEach(steps::add);
    }
    changes.put(
        converge.id(),
        new Held(converge.id(), reason, message, null, failing, converge.differences()));
    return Standing.isAlive(converge.standing().current())
        ? new Readiness.Ready()
        : new Readiness.NotReady("'%s' %s".formatted(converge.id().name(), message), failing);
  }

  private List<Problem> notices() {
    var notices = new ArrayList<Problem>();
    changes.forEach((id, change) -> {
      if (change instanceof Converge converge) {
        for (var warning : converge.target().warnings()) {
          notices.add(Problem.warning(id, warning));
        }
      } else if (change instanceof Remove remove) {
        var notice = DataPurge.of(remove, situation).notice(remove);
        if (notice != null) {
          notices.add(notice);
        }
      }
    });
    Differ.offers(situation)
        .forEach((name, offer) -> {
          var id = ResourceId.app(name);
          if (changes.containsKey(id)) {
            notices.addAll(offered(id, offer));
          }
        });
    return notices;
  }

  /** What somebody has to know of what registries offer; what is taken is in the plan itself. */
  private static List<Problem> offered(ResourceId id, Offer offer) {
    return switch (offer) {
      case Offer.Available(var meaning) ->
          List.of(
              new Problem(
                  Problem.Severity.NOTICE,
                  id,
                  null,
                  "an update is available: its tag means %s now".formatted(meaning.digest()),
                  "take it with 'atomic-reconcile update --force %s'".formatted(id.name())));
      case Offer.TooYoung(var meaning, var ripe) ->
          List.of(
              new Problem(
                  Problem.Severity.NOTICE,
                  id,
                  null,
                  "an update is available: its tag means %s now, which is old enough on %s (update.minAge)"
                      .formatted(meaning.digest(), ripe),
                  null));
      case Offer.Unknown(var silence) ->
          List.of(
              Problem.warning(
                  id,
                  "whether there is an update is not known since %s: %s"
                      .formatted(silence.since(), silence.why())));
      case Offer.NotAsked _, Offer.UpToDate _, Offer.Due _ -> List.of();
    };
  }
}
