package io.atomic.reconcile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.Observed;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.Simulation.Extent;
import io.atomic.reconcile.report.PlanText;
import io.atomic.reconcile.report.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every plan, on hosts at random. A failure names its seed. */
class PlanPropertiesTest {
  private static final int HOSTS = Integer.getInteger("plan.hosts", 120);

  /** As many runs as an image that was swapped between plan and fetch may take. */
  private static final int RUNS = 4;

  static LongStream seeds() {
    var only = Long.getLong("plan.seed");
    return only == null ? LongStream.range(0, HOSTS) : LongStream.of(only);
  }

  /** A host on which a run or two went before, interfered with; and what it is to become. */
  private record Start(World world, Desired desired, RandomHost chance) {}

  private static Start start(long seed) throws IOException {
    var chance = new RandomHost(seed, Catalogue.read(Case.ALL.resolve("images.txt")));
    var world = chance.world();
    for (var run = chance.chance(80) ? 1 : 0; run > 0; run--) {
      new Simulation(world).apply(chance.desired());
      while (chance.chance(50)) {
        chance.meddle(world);
      }
    }
    return new Start(world, chance.desired(), chance);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderInWhichThingsAreReadDoesNotMatter(long seed) throws IOException {
    var start = start(seed);
    var world = start.world();
    var plan = Simulation.plan(world, start.desired(), Selection.ALL);
    var view =
        new EngineView.Reached(
            world.kind,
            start.chance().anyOrder(List.copyOf(world.containers.values())),
            start.chance().anyOrder(List.copyOf(world.images.values())));
    var shuffled =
        Planner.plan(
            new Situation(
                start.desired(),
                world.recorded,
                new Observed(view, world.host, World.NOW),
                Simulation.SURROUNDINGS));
    assertThat(shuffled.steps()).isEqualTo(plan.steps());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void invariant16_aSecondRunRightAfterARunPlansNothing(long seed) throws IOException {
    var start = start(seed);
    var world = start.world();
    var surprised = new Simulation(world).apply(start.desired());
    if (surprised.isEmpty()) {
      assertThat(stepsOf(world, start.desired()))
          .describedAs(text(world, start.desired()))
          .isEmpty();
    } else {
      assertThat(settled(world, start.desired())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void invariant3_nothingIsDisturbedBeforeEverythingIsFetched(long seed) throws IOException {
    var start = start(seed);
    var disturbed = false;
    for (var step : Simulation.plan(start.world(), start.desired(), Selection.ALL).steps()) {
      assertThat(step.action() instanceof AppAction.Fetch && disturbed).isFalse();
      disturbed |= step.action().disruptive();
    }
  }

  /** And what is done all the same is what would be done anyway. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whileWindowsAreClosedNothingIsFetchedAndNothingThatRunsIsStopped(long seed)
      throws IOException {
    var start = start(seed);
    var world = start.world();
    var open =
        new Situation(start.desired(), world.recorded, world.observed(), Simulation.SURROUNDINGS);
    var night = new ClosedWindow("night", World.NOW.plusSeconds(3600));
    var none = ClosedWindows.NONE;
    var closed = open.with(new ClosedWindows(none.updates(), night, night, none.ignored()));

    var plan = Planner.plan(closed);

    var all = Planner.plan(open).steps().stream().map(Step::id).toList();
    assertThat(plan.steps()).extracting(Step::id).isSubsetOf(all);
    for (var step : plan.steps()) {
      assertThat(step.action()).isNotInstanceOf(AppAction.Fetch.class);
      var isWayBack =
          plan.changes().get(step.resource()) instanceof Change.Converge converge
              && converge.instead() != null;
      if (step.action() instanceof AppAction.Stop stop && !isWayBack) {
        assertThat(stop.containerId())
            .satisfiesAnyOf(
                id -> assertThat(id).isNull(),
                id -> assertThat(Standing.isAlive(world.containers.get(id))).isFalse());
      }
    }
    var waits =
        plan.changes().values().stream()
            .anyMatch(change ->
                change instanceof Change.Held held && held.reason() == Change.Reason.WINDOW_CLOSED);
    assertThat(plan.nextOpening()).isEqualTo(waits ? night.opens() : null);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void invariant4_onlyContainersOfTheAppItselfAreTouched(long seed) throws IOException {
    var start = start(seed);
    var world = start.world();
    var foreign = new HashSet<>(world.foreign);
    foreign.retainAll(world.containers.keySet());
    // The simulation refuses a step that touches somebody else's container.
    new Simulation(world).apply(start.desired());
    // What was adopted is not foreign any more.
    foreign.retainAll(world.foreign);
    assertThat(world.containers.keySet()).containsAll(foreign);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aStepNeedsOnlyStepsBeforeIt(long seed) throws IOException {
    var start = start(seed);
    var done = new HashSet<String>();
    for (var step : Simulation.plan(start.world(), start.desired(), Selection.ALL).steps()) {
      assertThat(done).containsAll(step.needs());
      assertThat(done.add(step.id())).isTrue();
    }
  }

  /** Killed before or amid any step, the next runs come to where the uninterrupted ones come. */
  @ParameterizedTest
  @MethodSource("seeds")
  void invariant8_aRunThatWasKilledAtAnyInstantIsMadeGood(long seed) throws IOException {
    var start = start(seed);
    var desired = start.desired();
    var whole = start.world().copy();
    assertThat(settled(whole, desired)).isTrue();
    var steps = Simulation.plan(start.world(), desired, Selection.ALL).steps();
    for (var killedAt : steps) {
      for (var extent : List.of(Extent.NOT_AT_ALL, Extent.PARTLY)) {
        var world = start.world().copy();
        new Simulation(world)
            .apply(desired, step -> step.id().equals(killedAt.id()) ? extent : Extent.WHOLLY);
        assertThat(settled(world, desired))
            .describedAs("settles after %s of %s: %s", extent, killedAt.id(), text(world, desired))
            .isTrue();
        assertThat(essence(world))
            .describedAs("after %s of %s", extent, killedAt.id())
            .isEqualTo(essence(whole));
      }
    }
  }

  private static List<String> stepsOf(World world, Desired desired) {
    return Simulation.plan(world, desired, Selection.ALL).steps().stream()
        .map(step -> step.id() + " (" + step.reason() + ")")
        .toList();
  }

  private static String text(World world, Desired desired) {
    return PlanText.of(
        Simulation.plan(world, desired, Selection.ALL), Style.PLAIN, PlanText.Detail.WHOLE);
  }

  private static boolean settled(World world, Desired desired) {
    for (var run = 0; run < RUNS; run++) {
      new Simulation(world).apply(desired);
    }
    return stepsOf(world, desired).isEmpty();
  }

  /** What is there in the end, without the IDs that the engine gave on the way. */
  private static List<String> essence(World world) {
    var lines = new ArrayList<String>();
    for (var container : world.byName()) {
      lines.add(
          "container %s of %s %s"
              .formatted(container.name(), Image.shortId(container.imageId()), container.status()));
    }
    world
        .recorded
        .apps()
        .forEach((name, record) -> {
          // An image that was only fetched is worth a note, but not a difference.
          if (record.installation() != null || record.launch() != null) {
            lines.add(name + ": " + essence(record, world));
          }
        });
    return lines;
  }

  /** A crash between a removal and its record leaves a launch behind that nothing refers to. */
  private static boolean isGone(Launch launch, World world) {
    return launch.containerId() != null && !world.containers.containsKey(launch.containerId());
  }

  private static String essence(AppRecord record, World world) {
    var installation = record.installation();
    var launch = record.launch();
    return "%s %s %s"
        .formatted(
            record.manifest(),
            installation == null
                ? "not installed"
                : installation.phase() + " " + installation.inputs(),
            launch == null || isGone(launch, world)
                ? "not launched"
                : launch.inputs() + " " + launch.exitCode());
  }
}
