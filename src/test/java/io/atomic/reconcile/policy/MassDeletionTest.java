package io.atomic.reconcile.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.AppSpec.Drift;
import io.atomic.reconcile.model.AppSpec.OnRemove;
import io.atomic.reconcile.model.AppSpec.Pull;
import io.atomic.reconcile.model.AppSpec.Strategy;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Desired.Source;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.model.Update;
import io.atomic.reconcile.model.When;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Plan;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant 6: no mass deletion by accident. */
class MassDeletionTest {
  private static final Host HOST =
      new Host(
          "host",
          new HostSpec(
              null,
              null,
              null,
              null,
              Update.DEFAULT,
              List.of(),
              List.of(),
              List.of(),
              new HostSpec.KernelArguments(List.of(), List.of()),
              HostSpec.Driver.AUTO,
              false,
              HostSpec.Reboot.DEFAULT));

  private static final Source SOME = new Source.Manifests();
  private static final Source NONE = new Source.Empty(List.of("/etc/atomic.d"));

  @ParameterizedTest
  @CsvSource({
    "1, 1, false",
    "1, 2, false",
    "2, 2, true",
    "2, 3, true",
    "2, 4, false",
    "3, 6, false",
    "4, 6, true"
  })
  void moreThanHalfAndMoreThanOneIsRefused(int vanishing, int recorded, boolean refused) {
    assertThat(refusals(SOME, recorded, vanishing, false, null)).hasSize(refused ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, true", "1, 1, false", "3, 2, true", "3, 3, false"})
  void maxDeleteTakesThePlaceOfHalf(int vanishing, int maxDelete, boolean refused) {
    assertThat(refusals(SOME, 4, vanishing, false, maxDelete)).hasSize(refused ? 1 : 0);
  }

  @Test
  void noManifestAtAllIsRefusedUnlessMeant() {
    assertThat(refusals(NONE, 1, 1, false, null)).singleElement().asString().contains("1 app is");
    assertThat(refusals(NONE, 1, 1, true, null)).isEmpty();
  }

  @Test
  void noManifestIsNoLossWhereNothingIsRecorded() {
    assertThat(refusals(NONE, 0, 0, false, null)).isEmpty();
  }

  @Test
  void aDirectoryThatCannotBeReadIsRefusedWhateverIsAllowed() {
    var source = new Source.Unreadable("/srv/manifests", "it does not exist");
    assertThat(refusals(source, 0, 0, true, 99))
        .singleElement()
        .asString()
        .contains("/srv/manifests", "it does not exist");
  }

  @Test
  void theRefusalNamesTheAppsAndTheFlag() {
    assertThat(refusals(SOME, 3, 2, false, null).getFirst())
        .isEqualTo(
            new MassDeletion.Refusal(
                "the manifests of 2 of 3 recorded apps are gone ('app-0', 'app-1')",
                "put them back, or add --max-delete 2 if they are meant to go"));
  }

  /** What is ours on it would be forgotten, and stay for ever. */
  @Test
  void aHostAloneIsNotForgottenByAccidentEither() {
    var records = Recorded.NOTHING.withHost(HostRecord.of(HOST, null));
    var nothing = new Plan(new TreeMap<>(), List.of(), List.of());

    assertThat(new MassDeletion(false, null).check(desired(NONE), records, nothing))
        .singleElement()
        .asString()
        .contains("the host is recorded");
    assertThat(new MassDeletion(true, null).check(desired(NONE), records, nothing)).isEmpty();
  }

  @Test
  void theHostIsNoneOfTheAppsThatVanish() {
    var id = HOST.id();
    var app = ResourceId.app("web");
    var changes = new TreeMap<ResourceId, Change>();
    changes.put(id, new Change.Forget(id, "its manifest is gone"));
    changes.put(app, new Change.Forget(app, "its manifest is gone"));
    var records =
        Recorded.NOTHING
            .withHost(HostRecord.of(HOST, null))
            .with(AppRecord.of(app("web"), "web.yaml:1:1"));

    assertThat(
            new MassDeletion(false, null)
                .check(desired(SOME), records, new Plan(changes, List.of(), List.of())))
        .isEmpty();
  }

  private static Desired desired(Source source) {
    return new Desired(
        Collections.emptySortedMap(), null, Collections.emptySortedSet(), true, source, List.of());
  }

  /** They have no manifest that could be lost. */
  @Test
  void appsMadeByHandDoNotCount() {
    var byHand = Recorded.NOTHING.with(AppRecord.of(app("tools"), null));

    assertThat(
            new MassDeletion(false, null)
                .check(desired(NONE), byHand, new Plan(new TreeMap<>(), List.of(), List.of())))
        .isEmpty();
  }

  /**
   * Four apps, of which three manifests are gone; a run that is about one of them is no way out.
   */
  @Test
  void whatIsGoneCountsAlsoWhereTheRunIsAboutOneAlone() {
    var records = Recorded.NOTHING;
    for (var name : List.of("a1", "b1", "c1", "d1")) {
      records = records.with(AppRecord.of(app(name), name + ".yaml:1:1"));
    }
    var gone = ResourceId.app("a1");
    var changes = new TreeMap<ResourceId, Change>();
    changes.put(gone, new Change.Forget(gone, "its manifest is gone"));
    var desired = declared(SOME, Set.of("d1"));

    assertThat(
            new MassDeletion(false, null)
                .check(desired, records, new Plan(changes, List.of(), List.of())))
        .singleElement()
        .asString()
        .contains("the manifests of 3 of 4 recorded apps are gone ('a1', 'b1', 'c1')");
  }

  private static Desired declared(Source source, Set<String> names) {
    var apps = new TreeMap<String, Declared<App>>();
    names.forEach(name -> apps.put(name, new Declared<>(app(name), null)));
    return new Desired(apps, null, Collections.emptySortedSet(), true, source, List.of());
  }

  private static List<MassDeletion.Refusal> refusals(
      Source source, int recorded, int vanishing, boolean allowEmpty, @Nullable Integer maxDelete) {
    var records = Recorded.NOTHING;
    var changes = new TreeMap<ResourceId, Change>();
    for (var i = 0; i < recorded; i++) {
      var app = app("app-" + i);
      records = records.with(AppRecord.of(app, "app.yaml:1:1"));
      changes.put(
          app.id(),
          i < vanishing
              ? new Change.Forget(app.id(), "gone")
              : new Change.Keep(app.id(), List.of(), null));
    }
    var stay = new TreeSet<>(records.apps().keySet());
    changes.forEach((id, change) -> {
      if (change instanceof Change.Forget) {
        stay.remove(id.name());
      }
    });
    var desired = declared(source, stay);
    return new MassDeletion(allowEmpty, maxDelete)
        .check(desired, records, new Plan(changes, List.of(), List.of()));
  }

  private static App app(String name) {
    return new App(
        name,
        Collections.emptySortedMap(),
        new AppSpec(
            ImageReference.parse("quay.io/a/b:1"),
            AppState.RUNNING,
            Pull.MISSING,
            new Update(Update.Policy.NEVER, null, null),
            Strategy.REINSTALL,
            List.of(),
            false,
            When.ALWAYS,
            null,
            Collections.emptySortedMap(),
            CommandSpec.DEFAULT,
            CommandSpec.DEFAULT,
            CommandSpec.DEFAULT,
            CommandSpec.DEFAULT,
            List.of(),
            List.of(),
            List.of(),
            null,
            true,
            Drift.CORRECT,
            OnRemove.UNINSTALL,
            false,
            false,
            false));
  }
}
