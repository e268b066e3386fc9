package io.atomic.reconcile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.plan.Change.Need;
import io.atomic.reconcile.plan.Change.Reason;
import io.atomic.reconcile.policy.MassDeletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case below {@code cases}: the plan is the one in its {@code plan.txt}. */
class GoldenPlanTest {
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  @TempDir Path scratch;

  static List<Case> cases() throws IOException {
    return Case.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theCaseIsPlannedAsItsFileSays(Case example) throws Exception {
    var story = example.story(Catalogue.read(Case.ALL.resolve("images.txt")));
    var massDeletion = new MassDeletion(false, null);
    if (story != null) {
      if (UPDATE) {
        example.update(story.world.recorded, directory("saved"));
      }
      example.expect("observed.json", ObservedJson.write(story.world.observed()), UPDATE);
      assertThat(example.situation(directory("told")).recorded())
          .describedAs("recorded.json of %s; %s", example, Case.HINT)
          .isEqualTo(story.world.recorded);
      massDeletion = new MassDeletion(story.allowEmpty, story.maxDelete);
    }
    var situation = example.situation(directory("loaded"));
    var plan = Case.judged(situation, story);
    example.expect("plan.txt", Case.text(situation, plan, massDeletion), UPDATE);
  }

  @Test
  void everyKindOfActionChangeReasonAndNeedHasACase() throws Exception {
    Set<Class<?>> seen = new HashSet<>();
    var reasons = EnumSet.noneOf(Reason.class);
    var needs = EnumSet.noneOf(Need.class);
    var catalogue = Catalogue.read(Case.ALL.resolve("images.txt"));
    for (var example : cases()) {
      var story = example.story(catalogue);
      var plan = Case.judged(example.situation(directory("of-" + example)), story);
      plan.steps().forEach(step -> seen.add(step.action().getClass()));
      for (var change : plan.changes().values()) {
        seen.add(change.getClass());
        switch (change) {
          case Change.Held held -> reasons.add(held.reason());
          case Change.Converge converge -> needs.addAll(converge.needs());
          case Change.Keep _, Change.Remove _, Change.Forget _, Change.ConvergeHost _ -> {}
        }
      }
    }
    assertThat(seen)
        .contains(AppAction.class.getPermittedSubclasses())
        .contains(Change.Converge.class, Change.Remove.class, Change.Forget.class);
    assertThat(reasons).containsAll(HostPlanTest.reasonsOfApps());
    assertThat(needs).containsExactlyInAnyOrder(Need.values());
  }

  @Test
  void everyDirectoryIsACase() throws IOException {
    for (var example : cases()) {
      assertThat(example.directory().resolve("plan.txt")).exists();
      try (var files = Files.list(example.directory())) {
        assertThat(files.map(file -> String.valueOf(file.getFileName())).toList())
            .describedAs(example.toString())
            .contains("observed.json", "plan.txt")
            .allMatch(name ->
                Arrays.asList(
                            "story.txt", "recorded.json", "observed.json", "plan.txt", "manifests")
                        .contains(name)
                    || name.startsWith("before"));
      }
    }
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectory(scratch.resolve(name));
  }
}
