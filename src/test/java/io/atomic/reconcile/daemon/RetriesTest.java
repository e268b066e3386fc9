package io.atomic.reconcile.daemon;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.cycle.StepResult;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.daemon.Cause.Kind;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is tried again of a run, and when. */
class RetriesTest {
  private static final Outcome DONE = new Outcome.Done(null);
  private static final Outcome FAILED = new Outcome.Failed("tried to start it", null, "");
  private static final Outcome SKIPPED = new Outcome.Skipped("'db/start' did not succeed");

  private final FakeTicker ticker = new FakeTicker();
  private final Agenda agenda = new Agenda(ticker);
  private final Retries retries = new Retries(agenda, new Backoff(ticker, new Random(6)));

  @Test
  void whatFailedIsTriedAgainWithWhatWaitedForIt() {
    retries.ofSteps(
        order(Scope.EVERYTHING, Kind.SCHEDULE),
        report(Map.of("db", FAILED, "web", SKIPPED, "fine", DONE)));

    assertThat(agenda.poll()).as("not at once").isNull();
    var again = after(Duration.ofSeconds(13));
    assertThat(again.scope()).isEqualTo(Scope.of(Set.of("db", "web")));
    assertThat(again.text()).isEqualTo("db, web: db failed; web failed");
  }

  @Test
  void itIsTriedLessOftenEachTimeItFails() {
    var one = order(Scope.of(Set.of("db")), Kind.RETRY);
    retries.ofSteps(one, report(Map.of("db", FAILED)));
    ticker.passes(Duration.ofSeconds(13));
    agenda.poll();
    retries.ofSteps(one, report(Map.of("db", FAILED)));

    ticker.passes(Duration.ofSeconds(13));
    assertThat(agenda.poll()).isNull();
    assertThat(after(Duration.ofSeconds(13)).scope()).isEqualTo(one.scope());
  }

  @Test
  void whatHasSucceededMeanwhileIsNotTriedAgain() {
    retries.ofSteps(order(Scope.EVERYTHING, Kind.SCHEDULE), report(Map.of("db", FAILED)));
    retries.ofSteps(order(Scope.of(Set.of("db")), Kind.ASKED), report(Map.of("db", DONE)));

    ticker.passes(Duration.ofHours(1));
    assertThat(agenda.poll()).isNull();
  }

  @Test
  void aRunOfAFewDoesNotStandForOneOfEverything() {
    retries.ofRun(Scope.EVERYTHING);
    retries.ofSteps(order(Scope.of(Set.of("db")), Kind.ASKED), report(Map.of("db", DONE)));
    assertThat(after(Duration.ofSeconds(13)).scope()).isEqualTo(Scope.EVERYTHING);

    retries.ofRun(Scope.EVERYTHING);
    retries.ofSteps(order(Scope.GENERAL, Kind.SCHEDULE), report(Map.of("db", DONE)));
    ticker.passes(Duration.ofHours(1));
    assertThat(agenda.poll()).isNull();
  }

  @Test
  void whoIsPutRightAgainAndAgainIsLeftAloneForAWhile() {
    var lost = order(Scope.of(Set.of("db", "web")), Kind.LOSS);
    for (var times = 0; times < 2; times++) {
      retries.ofSteps(lost, report(Map.of("db", DONE)));
      assertThat(retries.withoutPutOff(lost)).as("once more").isEqualTo(lost);
    }

    retries.ofSteps(lost, report(Map.of("db", DONE)));

    assertThat(requireNonNull(retries.withoutPutOff(lost)).scope())
        .isEqualTo(Scope.of(Set.of("web")));
    assertThat(after(Duration.ofSeconds(13)).scope())
        .as("nor is it forgotten")
        .isEqualTo(Scope.of(Set.of("db")));
  }

  @Test
  void whatSomebodyAskedForIsNobodysFlapping() {
    var asked = order(Scope.of(Set.of("db")), Kind.ASKED);
    var lost = order(Scope.of(Set.of("db")), Kind.LOSS);
    for (var times = 0; times < 10; times++) {
      retries.ofSteps(asked, report(Map.of("db", DONE)));
    }
    assertThat(retries.withoutPutOff(lost)).isEqualTo(lost);
  }

  @Test
  void anotherManifestStartsOver() {
    var lost = order(Scope.of(Set.of("db")), Kind.LOSS);
    retries.ofSteps(order(Scope.EVERYTHING, Kind.SCHEDULE), report(Map.of("db", FAILED)));
    assertThat(retries.withoutPutOff(lost)).isNull();

    retries.startOver(Set.of("db"));
    assertThat(retries.withoutPutOff(lost)).isEqualTo(lost);
  }

  private Order after(Duration time) {
    ticker.passes(time);
    return requireNonNull(agenda.poll());
  }

  private static Order order(Scope scope, Kind kind) {
    return new Order(scope, List.of(Cause.of(kind, "a test")), List.of());
  }

  /** Of a run that starts apps, with what came of each. */
  private static RunReport report(Map<String, Outcome> outcomes) {
    var changes = new TreeMap<ResourceId, Change>();
    var steps = new ArrayList<Step>();
    var results = new TreeMap<String, StepResult>();
    new TreeMap<>(outcomes)
        .forEach((app, outcome) -> {
          var id = app + "/start";
          changes.put(ResourceId.app(app), new Change.Keep(ResourceId.app(app), List.of(), null));
          steps.add(
              new Step(
                  id,
                  new AppAction.Start(app, "c1"),
                  "it is stopped",
                  Step.Phase.CONVERGE,
                  Collections.emptySortedSet(),
                  false));
          results.put(id, new StepResult(id, outcome, Instant.EPOCH, Duration.ZERO));
        });
    return new RunReport(
        "run",
        Instant.EPOCH,
        Instant.EPOCH,
        Verdict.EXECUTED,
        new Plan(changes, steps, List.of()),
        results,
        List.of(),
        Collections.emptySortedMap());
  }
}
