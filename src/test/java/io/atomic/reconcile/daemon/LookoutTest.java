package io.atomic.reconcile.daemon;

import static io.atomic.reconcile.daemon.ScopeTest.declared;
import static io.atomic.reconcile.daemon.ScopeTest.recorded;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.EngineEvents;
import io.atomic.reconcile.cycle.EngineEvents.Event;
import io.atomic.reconcile.cycle.EngineEvents.Happening;
import io.atomic.reconcile.cycle.Looks;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a look tells, and whom. */
class LookoutTest {
  private static final EngineEvents SILENCE = _ -> {};

  private final FakeTicker ticker = new FakeTicker();
  private final Agenda agenda = new Agenda(ticker);
  private final FakeChronicle chronicle = new FakeChronicle();
  private final FakeManager manager = new FakeManager();
  private final FakeReconciler reconciler = new FakeReconciler(declared("db", "web"));
  private final EngineWatch engine =
      new EngineWatch(SILENCE, agenda, new Backoff(ticker, new Random(6)), chronicle);

  @AutoClose private final QuartzTimer timer = new QuartzTimer(agenda, new Random(6), chronicle);

  private final Lookout lookout =
      new Lookout(
          new Daemon.Ports(reconciler, SILENCE, _ -> {}, manager, chronicle, () -> {}),
          timer,
          engine);

  @Test
  void itIsReadyOnceItHasLooked() throws Exception {
    assertThat(lookout.unreadiness()).isEqualTo("it has not looked at this host yet");

    sees(seen(null));
    lookout.looks(null);
    assertThat(lookout.unreadiness()).isNull();
  }

  @Test
  void whoCannotLookIsNotReadyAndSaysWhy() throws Exception {
    sees(seen(null));
    lookout.looks(null);
    reconciler.whenItLooks(() -> {
      throw new EffectException("tried to read the record, but it is damaged", "mend it", null);
    });
    lookout.looks(null);

    assertThat(lookout.unreadiness()).isEqualTo("tried to read the record, but it is damaged");
    assertThat(chronicle.lines())
        .containsExactly("warning: tried to read the record, but it is damaged");
    assertThat(reconciler.tellings())
        .extracting(told -> told.seen() == null)
        .containsExactly(false, true);
  }

  @Test
  void theServiceManagerIsToldHowManyAppsAreAsDeclared() throws Exception {
    sees(seen(null));
    lookout.looks(null);
    lookout.waits();

    assertThat(manager.line()).isEqualTo("waiting; 0 of 2 apps as declared; no run is scheduled");
  }

  @Test
  void aWindowThatOpensIsATimeToLookUntilNothingWaitsForItAnyMore() throws Exception {
    var opening = Instant.now().plus(Duration.ofDays(1));
    sees(seen(opening));
    lookout.looks(null);
    assertThat(requireNonNull(timer.next()).toEpochMilli()).isEqualTo(opening.toEpochMilli());

    sees(seen(null));
    lookout.looks(null);
    assertThat(timer.next()).isNull();
  }

  @Test
  void whatIsRecordedTellsWhomEventsConcernBeforeAnythingWasLookedAt() {
    var died = new Event(Happening.DIED, "c1", new TreeSet<>(List.of("old")), null);
    engine.happened(died);
    ticker.passes(Duration.ofSeconds(1));
    assertThat(agenda.poll()).as("nobody is known").isNull();

    reconciler.has(recorded("old"));
    lookout.looksAtRecord();
    engine.happened(died);
    ticker.passes(Duration.ofSeconds(1));
    assertThat(requireNonNull(agenda.poll()).text()).isEqualTo("old: old died");
  }

  @Test
  void whatIsNeitherDeclaredNorRecordedIsUnknown() {
    reconciler.has(recorded("old"));

    assertThat(lookout.unknownAmong(List.of("web", "old"))).isNull();
    assertThat(lookout.unknownAmong(List.of("web", "wbe")))
        .isEqualTo("there is no app 'wbe': it is neither declared nor recorded");
  }

  private void sees(Proposal seen) {
    reconciler.whenItLooks(() -> new Look.Seen(seen));
  }

  /** Two apps of which there is nothing yet, and something that waits for a window. */
  private static Proposal seen(@Nullable Instant opening) {
    var look =
        Looks.at(
            declared("db", "web"), new EngineView.Reached(EngineKind.DOCKER, List.of(), List.of()));
    var plan = look.plan();
    return new Proposal(
        look.situation(),
        look.selection(),
        new Plan(plan.changes(), plan.steps(), plan.notices(), opening),
        look.refusals(),
        look.grants());
  }
}
