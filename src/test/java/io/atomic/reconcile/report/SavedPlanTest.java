package io.atomic.reconcile.report;

import static io.atomic.reconcile.report.World.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Container.Status;
import io.atomic.reconcile.plan.Selection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedPlanTest {
  @TempDir Path directory = Path.of("");

  private static SavedPlan.Valid saved(World world, Selection selection) {
    return saved(world.propose(selection), selection);
  }

  private static SavedPlan.Valid saved(Proposal proposal, Selection selection) {
    var text = Format.json(PlanJson.of(proposal, selection));
    if (SavedPlan.read(text) instanceof SavedPlan.Valid valid) {
      return valid;
    }
    throw new AssertionError(text);
  }

  /** What is said of a plan for a converged world after something happened to it. */
  private String after(Consumer<World> event) {
    var world = Situations.fresh(directory).converged().status("db", Status.EXITED);
    var saved = saved(world, Selection.ALL);
    event.accept(world);
    return String.valueOf(saved.differenceFrom(world.plan()));
  }

  @Test
  void thePlanThatWasSavedIsTheSamePlan() {
    assertThat(after(_ -> {})).isEqualTo("null");
  }

  @Test
  void whatIsGoneIsNamed() {
    assertThat(after(world -> world.status("db", Status.RUNNING)))
        .isEqualTo("no longer planned: 'db/start'");
  }

  @Test
  void whatIsNewIsNamed() {
    assertThat(after(world -> world.gone("httpd"))).isEqualTo("now planned as well: 'httpd/run'");
  }

  @Test
  void anotherImageIsNamed() {
    var world = Situations.fresh(directory);
    var saved = saved(world, Selection.ALL);
    world.image("db", Map.of());
    assertThat(saved.differenceFrom(world.plan())).isEqualTo("'db/run' uses another image");
  }

  @Test
  void anotherCommandIsNamed() {
    var world = Situations.fresh(directory);
    var saved = saved(world, Selection.ALL);
    world.file("db.yaml", app("db", "run: {args: [--verbose]}"));
    assertThat(saved.differenceFrom(world.plan())).isEqualTo("'db/run' runs another command");
  }

  @Test
  void aChangedSecretIsSaidWithoutSayingIt() {
    var world = Situations.fresh(directory);
    var saved = saved(world, Selection.ALL);
    world.secrets.put("file:/etc/atomic/secrets/pw", "another");
    assertThat(saved.differenceFrom(world.plan()))
        .isEqualTo("its steps are the same, but what they depend on or lead to has changed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          fresh | fresh |
          reboot-now | reboot-now |
          several-changes | reboot-required | no longer planned: 'Host/kargs', 'Host/override-remove', 'Host/override-reset', 'Host/rebase', 'Host/reboot'
          version-pin | digest-pin | 'Host/deploy' runs another command
          fresh | staged-then-another-wish | 'Host/rebase' acts on another deployment
          """)
  void ofTheHostAsWell(String then, String now, @Nullable String difference) {
    assertThat(
            saved(Situations.host(then), Selection.ALL).differenceFrom(Situations.host(now).plan()))
        .isEqualTo(difference);
  }

  @Test
  void manyStepsAreCounted() {
    var world = Situations.fresh(directory);
    var saved = saved(world, Selection.ALL);
    for (var name : List.of("u1", "u2", "u3", "u4", "u5", "u6", "u7")) {
      world.file(name + ".yaml", app(name)).image(name, Map.of());
    }
    assertThat(saved.differenceFrom(world.plan()))
        .isEqualTo(
            "now planned as well: 'u1/run', 'u2/run', 'u3/run', 'u4/run', 'u5/run' and 2 more");
  }

  @Test
  void theSelectionIsSavedToo() {
    var some = Selection.of(List.of("db"));
    var world = Situations.fresh(directory);
    var saved = saved(world, some);
    assertThat(saved.selection()).isEqualTo(some);
    assertThat(saved.differenceFrom(world.propose(saved.selection()).plan())).isNull();
    assertThat(saved(world, Selection.ALL).selection()).isEqualTo(Selection.ALL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `` | it is not a plan
          not json | it is not JSON
          {} {} | it is not JSON
          [] | it is not a plan
          {"formatVersion": 1, "steps": []} | it is not a plan
          {"formatVersion": 2, "planId": "sha256:1", "steps": []} | format version 2
          {"planId": "sha256:1", "steps": []} | format version 0
          """)
  void whatIsNoPlanIsRefused(String text, String message) {
    assertThat(SavedPlan.read(text))
        .isInstanceOfSatisfying(
            SavedPlan.NotAPlan.class, not -> assertThat(not.message()).contains(message));
  }
}
