package io.atomic.reconcile.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Targets.Choice;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.plan.Selection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a run is about, by its causes. */
class ScopeTest {
  private static final Set<String> NOBODY = Set.of();

  @Test
  void theGeneralScheduleIsAboutEverything() {
    assertThat(selection(Scope.GENERAL, NOBODY, declared("db", "web"), recorded()))
        .isEqualTo(Selection.ALL);
  }

  @Test
  void anAppWithAScheduleOfItsOwnIsLeftOutOfTheGeneralOne() {
    assertThat(selection(Scope.GENERAL, Set.of("batch"), declared("batch", "web"), recorded("old")))
        .as("what is gone may be pruned all the same")
        .isEqualTo(Selection.among(List.of("old", "web")));
  }

  @Test
  void anAppWithAScheduleOfItsOwnThatNobodyDeclaresIsRemovedByTheGeneralOne() {
    assertThat(selection(Scope.GENERAL, Set.of("batch"), declared("web"), recorded("batch")))
        .isEqualTo(Selection.ALL);
  }

  @Test
  void whatHappenedToOneIsAboutThatOneAlone() {
    var some = Scope.of(Set.of("web", "gone"));

    assertThat(selection(some, NOBODY, declared("db", "web"), recorded()))
        .isEqualTo(Selection.among(List.of("web")));
  }

  @Test
  void bothIsTheWiderOne() {
    assertThat(Scope.of(Set.of("web")).with(Scope.of(Set.of("db"))))
        .isEqualTo(Scope.of(Set.of("db", "web")));
    assertThat(
            selection(
                Scope.GENERAL.with(Scope.of(Set.of("batch"))),
                Set.of("batch"),
                declared("batch", "web"),
                recorded()))
        .isEqualTo(Selection.ALL);
    assertThat(
            selection(
                Scope.GENERAL.with(Scope.EVERYTHING),
                Set.of("batch"),
                declared("batch", "web"),
                recorded()))
        .isEqualTo(Selection.ALL);
  }

  private static Selection selection(
      Scope scope, Set<String> apart, Desired desired, Recorded recorded) {
    return ((Choice.Of) scope.targets(apart, true).among(desired, recorded)).selection();
  }

  static App app(String name, String image) {
    return new App(name, Collections.emptySortedMap(), AppSpec.of(ImageReference.parse(image)));
  }

  static Desired declared(String... names) {
    var apps = new TreeMap<String, Declared<App>>();
    for (var name : names) {
      apps.put(name, new Declared<>(app(name, "localhost/" + name + ":1"), null));
    }
    return new Desired(
        apps, null, Collections.emptySortedSet(), true, new Desired.Source.Manifests(), List.of());
  }

  static Recorded recorded(String... names) {
    var recorded = Recorded.NOTHING;
    for (var name : names) {
      recorded = recorded.with(AppRecord.of(app(name, "localhost/" + name + ":1"), null));
    }
    return recorded;
  }
}
