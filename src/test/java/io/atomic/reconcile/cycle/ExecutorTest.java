package io.atomic.reconcile.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.plan.Action;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Step;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In which order steps are carried out, and what a failed one does to others. */
@Timeout(60)
class ExecutorTest {
  private final TreeMap<String, StepResult> results = new TreeMap<>();
  private Interruptions interruptions = () -> "nobody does";

  @Test
  void whatOnlyWatchesHoldsUpNobody() throws Exception {
    var started = new CountDownLatch(1);

    execute(
        step -> {
          if (step.action() instanceof AppAction.CheckHealth) {
            assertThat(started.await(30, TimeUnit.SECONDS)).as("the other app is started").isTrue();
          } else {
            started.countDown();
          }
          return new Outcome.Done(null);
        },
        watch("a"),
        start("b"));

    assertThat(results.values()).allMatch(result -> result.outcome() instanceof Outcome.Done);
  }

  @Test
  void noMoreThanSoManyAreWorkedOnAtATime() throws Exception {
    var busy = ConcurrentHashMap.<String>newKeySet();

    execute(
        step -> {
          busy.add(step.id());
          assertThat(busy).hasSize(1);
          busy.remove(step.id());
          return new Outcome.Done(null);
        },
        start("a"),
        start("b"),
        start("c"));

    assertThat(results).hasSize(3);
  }

  @Test
  void whatIsForFailuresIsDoneOnlyIfOneOfThoseStepsFailed() throws Exception {
    execute(
        step -> new Outcome.Done(null), start("a"), onFailure("a/way-back", "a/start"), start("b"));

    assertThat(outcome("a/way-back")).isInstanceOf(Outcome.DroppedOut.class);

    results.clear();
    execute(
        step ->
            step.id().equals("a/start")
                ? new Outcome.Failed("it failed", null, "")
                : new Outcome.Done(null),
        start("a"),
        onFailure("a/way-back", "a/start"),
        start("b"));

    assertThat(outcome("a/way-back")).isInstanceOf(Outcome.Done.class);
    assertThat(outcome("b/start")).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void aFailedStepSkipsWhatNeedsItAndNothingElse() throws Exception {
    execute(
        step ->
            step.id().equals("a/start")
                ? new Outcome.Failed("it failed", null, "")
                : new Outcome.Done(null),
        start("a"),
        needing(start("b"), "a/start"),
        start("c"));

    assertThat(outcome("b/start")).isInstanceOf(Outcome.Skipped.class);
    assertThat(outcome("c/start")).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void whoeverEndsIsGivenTheStepThatIsUnderWayAndNoOther() {
    var ending = new AtomicBoolean();
    interruptions =
        new Interruptions() {
          @Override
          public String reason() {
            return "it ends";
          }

          @Override
          public boolean isEnding() {
            return ending.get();
          }
        };

    assertThatThrownBy(() ->
            execute(
                step -> {
                  ending.set(true);
                  return new Outcome.Done(null);
                },
                start("a"),
                needing(start("b"), "a/start")))
        .isInstanceOf(InterruptedException.class);

    assertThat(results).containsOnlyKeys("a/start");
    assertThat(outcome("a/start")).isInstanceOf(Outcome.Done.class);
  }

  private Outcome outcome(String step) {
    return Objects.requireNonNull(results.get(step)).outcome();
  }

  private void execute(Executor.Performer performer, Step... steps) throws InterruptedException {
    new Executor(performer, new Silence(), interruptions, Clock.systemUTC(), 1)
        .execute(List.of(steps), results);
  }

  private static Step start(String app) {
    return step(app + "/start", new AppAction.Start(app, "c1"), false);
  }

  private static Step watch(String app) {
    return step(app + "/check-health", new AppAction.CheckHealth(app, Health.DEFAULT, null), false);
  }

  private static Step onFailure(String id, String... needs) {
    return needing(step(id, new AppAction.Start("a", "c0"), true), needs);
  }

  private static Step needing(Step step, String... needs) {
    return step.withNeeds(new TreeSet<>(List.of(needs)));
  }

  private static Step step(String id, Action action, boolean onFailure) {
    return new Step(id, action, "for a reason", Step.Phase.CONVERGE, new TreeSet<>(), onFailure);
  }

  /** Nobody listens. */
  private static final class Silence implements Progress {
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
  }
}
