package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The record can be lost: what runs is recognised by its labels and taken over as it is. */
@OnEachEngine
class StateLostIT {
  @AutoClose private final TestHost host;

  StateLostIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @Test
  void runningContainersAreTakenOverAndNothingIsRestartedOrInstalledAgain() throws IOException {
    host.has("web", TestImage.noting("1"));
    host.has("db", TestImage.plain());
    host.converges();
    var web = host.container("web");
    var db = host.container("db");

    losesItsState();
    var plan = host.plans();
    host.converges();

    assertThat(plan.out()).contains("rebuilt from container labels");
    host.container("web").isUntouchedSince(web);
    host.container("db").isUntouchedSince(db);
    assertThat(host.notesOf("web")).containsOnlyOnce("install 1");
    host.plansNothing();
  }

  /** Invariant 9: the labels are read from the image that the container was made from. */
  @Test
  void theUninstallOfATakenOverAppIsThatOfItsImage() throws IOException {
    host.has("web", TestImage.noting("1"));
    // With the record, it is lost as well that we made the directory that its labels mount.
    host.app("web", "image: localhost/{web}:1\ngrants: ['mount:/var/lib/{web}']");
    host.converges();
    losesItsState();
    host.converges();

    host.builds("web", TestImage.noting("2"));
    host.converges();

    assertThat(host.notesOf("web")).contains("uninstall 1", "install 2", "run 2");
  }

  @Test
  void aRecordOfANewerReleaseIsRefusedInPlainWords() throws IOException {
    host.has("web", TestImage.plain());
    host.converges();
    var state = host.stateDirectory().resolve("state.json");
    var web = host.container("web");
    Files.writeString(
        state,
        Files.readString(state)
            .replaceFirst("\"formatVersion\"\\s*:\\s*1", "\"formatVersion\": 99"));

    var result = host.fails(1);

    assertThat(result.err()).contains("99").contains("state.json");
    host.container("web").isUntouchedSince(web);
  }

  private void losesItsState() throws IOException {
    try (var paths = Files.walk(host.stateDirectory())) {
      paths.sorted(Comparator.reverseOrder()).forEach(TestHost::delete);
    }
  }
}
