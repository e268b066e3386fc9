package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.Observed.EngineView;
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
  private final SortedMap<ResourceId, ClosedWindow> waiting = new TreeMap<>();

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
    planHost();
    planRemovals();
    planConvergence();
    planRechecks();
    // Stable: within a phase the order of drafting stays, which respects the dependencies.
    steps.sort(Comparator.comparing(Step::phase));
    return new Plan(
        changes, steps, Notices.of(changes, situation), Openings.next(changes, waiting, situation));
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

  private void planHost() {
    changes.values().stream()
        .filter(change -> change.id().kind() == Kind.HOST)
        .forEach(change -> steps.addAll(HostSteps.of(change, situation)));
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
      var held = HeldByWindow.of(remove, situation.windows());
      if (held != null) {
        hold(held);
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
      if (id.kind() == Kind.APP && !readiness.containsKey(id.name())) {
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
                step.action() instanceof AppAction.CheckHealth check
                    && check.app().equals(dependency)
                    && check.trial() != null)
            .forEach(step -> replaced.put(dependency, endOf(step)));
      }
      if (!replaced.isEmpty()) {
        var recheck =
            new AppAction.Recheck(
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
        chain.add(new AppAction.Forget(name, List.of()), forget.reason());
        steps.addAll(chain.steps());
        yield new Readiness.NotReady("'%s' is forgotten".formatted(name), true);
      }
      case Converge converge -> planConverge(name, converge, readiness);
      case Change.ConvergeHost _ ->
          throw new IllegalArgumentException("'%s' is no app".formatted(name));
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
    var waits = HeldByWindow.of(converge, chain, situation.windows());
    if (waits != null) {
      hold(waits);
      return dependencies.readinessOfHeld(name, waits.held());
    }
    if (!converge.starts()) {
      // What only stops, clears up or takes note waits for nobody.
      steps.addAll(chain.steps());
      return dependencies.standingReadiness(name, converge.standing().record());
    }
    if (converge.target().app().spec().waitForHost()
        && HostReadiness.of(situation) instanceof Readiness.NotReady(var why, var failing)) {
      return block(
          converge,
          Change.Reason.HOST_NOT_READY,
          "waits for the host (waitForHost), but " + why,
          failing,
          chain);
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

  private void hold(HeldByWindow waits) {
    var id = waits.held().id();
    changes.put(id, waits.held());
    waiting.put(id, waits.window());
    steps.addAll(waits.fetches());
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
}
