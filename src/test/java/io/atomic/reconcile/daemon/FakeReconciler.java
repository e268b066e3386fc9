package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Interruptions;
import io.atomic.reconcile.cycle.Progress;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.cycle.StepResult;
import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.cycle.Targets.Choice;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.Schedule;
import io.atomic.reconcile.model.Schedule.Schedules;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.plan.Step;
import io.atomic.reconcile.report.FinishedRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes runs that do nothing, and remembers what they were about. */
final class FakeReconciler implements Reconciler {
  private static final Progress UNHEARD =
      new Progress() {
        @Override
        public void repairing(String what) {}

        @Override
        public void planned(Plan plan) {}

        @Override
        public void started(Step step) {}

        @Override
        public void doing(Step step, String what) {}

        @Override
        public void ended(Step step, StepResult result) {}
      };

  private final Desired desired;
  private final List<Selection> selections = new ArrayList<>();
  private Recorded recorded = Recorded.NOTHING;
  private Schedules schedules = Schedules.STANDARD;
  private Verdict verdict = Verdict.EXECUTED;
  private Consumer<Progress> running = _ -> {};
  private Looking looking = () -> new Look.UnknownApp("nobody looks in this test");
  private final List<Told> tellings = new ArrayList<>();
  private int looks;

  /** What a look gives. */
  interface Looking {
    Look look() throws EffectException;
  }

  /** What others were told. */
  record Told(@Nullable FinishedRun run, @Nullable Proposal seen) {}

  FakeReconciler(Desired desired) {
    this.desired = desired;
  }

  /** How runs end from now on. */
  void ends(Verdict other) {
    verdict = other;
  }

  void has(Recorded other) {
    recorded = other;
  }

  /** An app has a schedule of its own. */
  void schedules(String app, Schedule schedule) {
    schedules = new Schedules(schedules.general(), new TreeMap<>(Map.of(app, schedule)));
  }

  /** What happens in a run, which tells of its progress. */
  void whenItRuns(Consumer<Progress> other) {
    running = other;
  }

  /** What looks give from now on. */
  void whenItLooks(Looking other) {
    looking = other;
  }

  List<Told> tellings() {
    return List.copyOf(tellings);
  }

  /** What each run was about. */
  List<Selection> selections() {
    return List.copyOf(selections);
  }

  int looks() {
    return looks;
  }

  @Override
  public Desired desired() {
    return desired;
  }

  @Override
  public Recorded recorded() {
    return recorded;
  }

  @Override
  public Look look(Targets targets) throws EffectException {
    looks++;
    return looking.look();
  }

  @Override
  public Outcome run(
      Order order, Targets targets, Interruptions interruptions, UnaryOperator<Progress> watching) {
    selections.add(((Choice.Of) targets.among(desired, recorded)).selection());
    running.accept(watching.apply(UNHEARD));
    var report =
        new RunReport(
            "run",
            Instant.EPOCH,
            Instant.EPOCH,
            verdict,
            null,
            Collections.emptySortedMap(),
            List.of(),
            Collections.emptySortedMap());
    return new Outcome(new FinishedRun(report, order.isWhole(), interruptions.isEnding()), null);
  }

  @Override
  public void tell(@Nullable FinishedRun run, @Nullable Proposal seen, @Nullable Instant nextRun) {
    tellings.add(new Told(run, seen));
  }

  @Override
  public void staysInSight() {}

  @Override
  public Terms terms() {
    return new Terms(schedules, Duration.ofHours(1), Path.of("/nowhere"));
  }

  @Override
  public Reread reread() {
    return Reread.TAKEN;
  }
}
