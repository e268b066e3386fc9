package io.atomic.reconcile.daemon;

import static io.atomic.reconcile.daemon.ScopeTest.declared;
import static io.atomic.reconcile.daemon.ScopeTest.recorded;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.EngineEvents;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.daemon.Cause.Kind;
import io.atomic.reconcile.model.Schedule;
import io.atomic.reconcile.model.Schedule.Rhythm;
import io.atomic.reconcile.plan.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a run, and what that means for the next. */
@Timeout(60)
class RunsTest {
  private static final Schedule DAILY =
      new Schedule(new Rhythm.Every(Duration.ofDays(1)), Duration.ZERO, null);

  private final FakeTicker ticker = new FakeTicker();
  private final Agenda agenda = new Agenda(ticker);
  private final FakeChronicle chronicle = new FakeChronicle();
  private final FakeReconciler reconciler = new FakeReconciler(declared("batch", "db", "web"));
  private final FakeManager manager = new FakeManager();
  private final Backoff backoff = new Backoff(ticker, new Random(6));
  private final Stopping stopping = new Stopping(Thread.currentThread(), Duration.ofSeconds(1));

  @AutoClose private final QuartzTimer timer = new QuartzTimer(agenda, new Random(6), chronicle);

  private final Heartbeat heartbeat = new Heartbeat(ticker, agenda);
  private final Runs runs = runs();

  @Test
  void aRunThatCouldNotBeMadeIsMadeLaterWhateverAnotherOneDidMeanwhile() throws Exception {
    reconciler.ends(Verdict.LOCKED);
    runs.make(order(Scope.EVERYTHING, Kind.START));
    reconciler.ends(Verdict.EXECUTED);
    runs.make(order(Scope.of(Set.of("web")), Kind.ASKED));
    ticker.passes(Duration.ofSeconds(13));

    runs.make(requireNonNull(agenda.poll()));

    assertThat(reconciler.selections())
        .containsExactly(Selection.ALL, Selection.of(List.of("web")), Selection.ALL);
    ticker.passes(Duration.ofMinutes(20));
    assertThat(agenda.poll()).as("it was made").isNull();
  }

  @Test
  void severalThatCouldNotBeMadeAreMadeTogether() throws Exception {
    reconciler.ends(Verdict.LOCKED);
    runs.make(order(Scope.EVERYTHING, Kind.START));
    runs.make(order(Scope.of(Set.of("web")), Kind.ASKED));
    ticker.passes(Duration.ofMinutes(1));

    assertThat(requireNonNull(agenda.poll()).scope().reach()).isEqualTo(Scope.Reach.EVERYTHING);
  }

  @Test
  void aRunThatItsDeadlineEndedIsTakenUpAndOneThatTheDaemonEndedIsNot() throws Exception {
    reconciler.ends(Verdict.INTERRUPTED);
    runs.make(order(Scope.EVERYTHING, Kind.SCHEDULE));
    ticker.passes(Duration.ofSeconds(13));
    assertThat(agenda.poll()).isNotNull();

    stopping.end();
    assertThat(Thread.interrupted()).isTrue();
    runs.make(order(Scope.EVERYTHING, Kind.SCHEDULE));
    ticker.passes(Duration.ofHours(1));
    assertThat(agenda.poll()).isNull();
  }

  @Test
  void aManifestThatChangedIsFollowedAlsoWhereTheScheduleComesWithIt() throws Exception {
    reconciler.schedules("batch", DAILY);
    var both =
        new Order(
            Scope.GENERAL,
            List.of(
                Cause.of(Kind.MANIFESTS, "the manifests have changed"),
                Cause.of(Kind.SCHEDULE, "schedule")),
            List.of());

    runs.make(both);

    assertThat(reconciler.selections()).as("batch has a schedule of its own").hasSize(1);
    assertThat(reconciler.selections().getFirst()).isEqualTo(Selection.ALL);
  }

  @Test
  void whoAsksForAnAppByNamePrunesNothingAndTheScheduleDoes() throws Exception {
    reconciler.has(recorded("gone"));
    runs.make(order(Scope.of(Set.of("gone")), Kind.ASKED));
    runs.make(order(Scope.of(Set.of("gone")), Kind.RETRY));

    assertThat(reconciler.selections())
        .containsExactly(Selection.of(List.of("gone")), Selection.among(List.of("gone")));
  }

  @Test
  void whatIsGoneByNowIsNoRun() throws Exception {
    runs.make(order(Scope.of(Set.of("gone")), Kind.RETRY));

    assertThat(reconciler.selections()).isEmpty();
  }

  @Test
  void aDeadlineThatComesAfterItsRunEndsNothing() throws Exception {
    agenda.add(Scope.EVERYTHING, Cause.of(Kind.START, "the daemon has started"));
    reconciler.whenItRuns(_ -> {
      agenda.close();
      // As if the run had ended just before.
      Thread.currentThread().interrupt();
    });

    runs.make();

    assertThat(reconciler.selections()).hasSize(1);
  }

  @Test
  void anEventOfAnAppThatFailedWaitsForItsTime() throws Exception {
    backoff.failed("web");
    runs.make(order(Scope.of(Set.of("web")), Kind.EVENT));

    assertThat(reconciler.looks()).isZero();
    ticker.passes(Duration.ofSeconds(13));
    assertThat(requireNonNull(agenda.poll()).scope()).isEqualTo(Scope.of(Set.of("web")));
  }

  @Test
  void whatIsLostLongAfterARunIsNotLookedAtTwice() throws Exception {
    var lost = order(Scope.of(Set.of("web")), Kind.LOSS);
    runs.make(order(Scope.EVERYTHING, Kind.START));
    var looks = reconciler.looks();
    runs.make(lost);
    assertThat(reconciler.looks()).as("it may be the run's own doing").isEqualTo(looks + 1);

    ticker.passes(Duration.ofSeconds(4));
    runs.make(lost);
    assertThat(reconciler.selections())
        .containsExactly(Selection.ALL, Selection.of(List.of("web")));
  }

  @Test
  void aRunIsNoStandstillBeforeTheDeadlineOfItsStepHasPassed() throws Exception {
    var lasting = HeartbeatTest.lasting("web", Duration.ofHours(3));
    var ailments = new ArrayList<@Nullable String>();
    reconciler.whenItRuns(progress -> {
      progress.started(lasting);
      for (var passed : List.of(Duration.ofHours(3), Duration.ofMinutes(20))) {
        ticker.passes(passed);
        heartbeat.beat();
        ailments.add(heartbeat.ailment());
      }
    });

    runs.make(order(Scope.EVERYTHING, Kind.START));

    assertThat(ailments).containsExactly(null, "a run has not got on for 3h20m");
    assertThat(heartbeat.ailment()).as("it is over").isNull();
  }

  /** rpm-ostree that waits for its daemon, say. */
  @Test
  void aLookThatTakesLongIsNoStandstillThoughSomethingIsDueMeanwhile() throws Exception {
    var ailments = new ArrayList<@Nullable String>();
    reconciler.whenItLooks(() -> {
      agenda.add(Scope.EVERYTHING, Cause.of(Kind.SCHEDULE, "schedule"));
      for (var minute = 0; minute < 10; minute++) {
        ticker.passes(Duration.ofMinutes(1));
        heartbeat.beat();
        ailments.add(heartbeat.ailment());
      }
      return new Look.UnknownApp("nobody knows it");
    });

    runs.make(order(Scope.EVERYTHING, Kind.START));
    runs.make(order(Scope.of(Set.of("web")), Kind.EVENT));

    assertThat(ailments).hasSize(20).containsOnlyNulls();
    ticker.passes(Duration.ofMinutes(2));
    heartbeat.beat();
    assertThat(heartbeat.ailment()).as("it is over").contains("overdue");
  }

  @Test
  void whatTheDaemonEndedIsToldWithoutAnotherLook() throws Exception {
    reconciler.ends(Verdict.INTERRUPTED);
    reconciler.whenItRuns(_ -> stopping.end());

    runs.make(order(Scope.EVERYTHING, Kind.SCHEDULE));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(reconciler.looks()).isZero();
    assertThat(reconciler.tellings())
        .singleElement()
        .satisfies(told -> {
          assertThat(requireNonNull(told.run()).toldToEnd()).isTrue();
          assertThat(told.seen()).isNull();
        });
  }

  @Test
  void theServiceManagerIsToldThatItWaits() throws Exception {
    runs.make(order(Scope.EVERYTHING, Kind.START));

    assertThat(manager.line()).isEqualTo("waiting; no run is scheduled");
  }

  private static Order order(Scope scope, Kind kind) {
    return new Order(scope, List.of(Cause.of(kind, "a test")), List.of());
  }

  private Runs runs() {
    EngineEvents silence = _ -> {};
    var ports = new Daemon.Ports(reconciler, silence, _ -> {}, manager, chronicle, () -> {});
    return new Runs(
        ports,
        agenda,
        new Retries(agenda, backoff),
        heartbeat,
        new Lookout(ports, timer, new EngineWatch(silence, agenda, backoff, chronicle)),
        stopping);
  }
}
