package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invariant 6: no mass deletion by accident. */
@OnEachEngine
class MassDeletionIT {
  private static final List<String> APPS = List.of("one", "two", "three");

  @AutoClose private final TestHost host;

  MassDeletionIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @BeforeEach
  void threeAppsRun() {
    APPS.forEach(app -> host.has(app, TestImage.plain()));
    host.converges();
  }

  @Test
  void anEmptiedManifestDirectoryIsRefusedUnlessEmptyIsAllowed() {
    APPS.forEach(host::deleteManifest);

    assertRefused("there is not one manifest");
    assertRefused("--max-delete 3", "--allow-empty");

    host.converges("--allow-empty", "--max-delete", "3");
    APPS.forEach(app -> host.container(app).isAbsent());
    host.plansNothing();
  }

  @Test
  void aNamedManifestDirectoryThatIsGoneIsRefusedWhateverIsAllowed() throws IOException {
    Files.move(host.manifests(), host.directory().resolve("moved"));

    assertRefused(host.manifests().toString());
    assertRefused(host.manifests().toString(), "--allow-empty", "--max-delete", "3");
  }

  @Test
  void moreThanHalfOfTheAppsMayOnlyVanishByTheirNumber() {
    host.deleteManifest("one");
    host.deleteManifest("two");

    assertRefused("the manifests of 2 of 3 recorded apps are gone");
    assertRefused("--max-delete 2", "--max-delete", "1");

    host.converges("--max-delete", "2");
    host.container("one").isAbsent();
    host.container("two").isAbsent();
    host.container("three").isRunning();
  }

  private void assertRefused(String saying, String... words) {
    var before = APPS.stream().map(host::container).toList();
    assertThat(host.fails(1, words).text()).contains(saying);
    before.forEach(SeenContainer::isRunning);
    assertThat(APPS.stream().map(host::container).toList()).isEqualTo(before);
    assertThat(APPS).allMatch(host::isRecorded);
  }
}
