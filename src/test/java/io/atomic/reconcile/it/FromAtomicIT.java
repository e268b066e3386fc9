package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What Project Atomic's own tool has installed goes on without being installed again. */
@OnEachEngine
class FromAtomicIT {
  @AutoClose private final TestHost host;

  FromAtomicIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  /** As the old tool leaves a host: the app's directory, its record, and no label of ours. */
  private void isInstalled(String app, String imageId) {
    TestHost.write(
        host.root().resolve("var/lib").resolve(host.nameOf(app)).resolve("notes"),
        "install by the old tool\n");
    records(
        """
        {"localhost/{%s}:1": [{
          "id": "%s", "container_name": "{%s}", "install_date": "2019-03-01 08:15:00"}]}
        """
            .formatted(app, imageId.substring("sha256:".length()), app));
  }

  private void records(String json) {
    TestHost.write(installJson(), host.named(json));
  }

  private Path installJson() {
    return host.root().resolve("var/lib/atomic/install.json");
  }

  private void isRunByTheOldTool(String app) {
    host.engine()
        .does(
            "run",
            "-d",
            "--name",
            host.nameOf(app),
            "-v",
            host.root().resolve("var/lib").resolve(host.nameOf(app)) + ":/data",
            host.named("localhost/{%s}:1".formatted(app)));
  }

  private Command.Result imports(int exitCode, String... words) {
    var all = new ArrayList<>(List.of("import", "--from-atomic"));
    all.addAll(List.of(words));
    var result = host.runs(all.toArray(String[]::new));
    assertThat(result.exitCode()).as("%s", result).isEqualTo(exitCode);
    return result;
  }

  private Path manifest(String app) {
    return host.manifests().resolve(host.nameOf(app) + ".yaml");
  }

  @Test
  void anAppThatRunsIsTakenOverUntouchedAndUninstalledByItsOwnLabelOnceItsManifestGoes() {
    var image = host.builds("web", TestImage.noting("1"));
    isInstalled("web", image);
    isRunByTheOldTool("web");
    var before = host.container("web");

    var imported = imports(0);

    assertThat(imported.out()).contains(manifest("web").toString());
    assertThat(manifest("web")).content().contains("adopt: true");
    host.converges();
    host.container("web").isUntouchedSince(before);
    host.plansNothing();
    assertThat(host.notesOf("web")).containsExactly("install by the old tool", "run 1");

    host.deleteManifest(host.nameOf("web"));
    host.converges("--allow-empty");
    host.container("web").isAbsent();
    assertThat(host.notesOf("web"))
        .containsExactly("install by the old tool", "run 1", "stop 1", "uninstall 1");
  }

  @Test
  void whatIsInstalledAndDoesNotRunIsNotInstalledAgain() {
    var image = host.builds("web", TestImage.noting("1"));
    isInstalled("web", image);

    imports(0);

    assertThat(manifest("web")).content().contains("state: installed");
    assertThat(host.recorded("web").path("installation").path("at").asString())
        .isEqualTo("2019-03-01T08:15:00Z");
    host.converges();
    host.plansNothing();
    assertThat(host.notesOf("web")).containsExactly("install by the old tool");
    host.container("web").isAbsent();
  }

  /** The tag has moved since: what is installed is the image that the record names. */
  @Test
  void anUpdateUninstallsTheVersionThatTheOldToolHadInstalled() {
    var image = host.builds("web", TestImage.noting("1"));
    host.engine().does("tag", host.named("localhost/{web}:1"), host.named("localhost/{web}:old"));
    isInstalled("web", image);
    host.builds("web", TestImage.noting("2"));

    imports(0);
    host.manifest(
        host.nameOf("web") + ".yaml",
        String.join("\n", TestHost.lines(manifest("web"))).replace(":old", ":1") + "\n");
    host.converges();

    assertThat(host.notesOf("web"))
        .containsExactly("install by the old tool", "uninstall 1", "install 2");
  }

  @Test
  void aDryRunPrintsTheManifestsAndChangesNothing() throws IOException {
    var image = host.builds("web", TestImage.noting("1"));
    isInstalled("web", image);
    var files = Tree.of(host.directory());

    var shown = imports(0, "--dry-run");

    assertThat(shown.out()).contains("kind: App", "state: installed");
    assertThat(Tree.of(host.directory())).isEqualTo(files);
  }

  @Test
  void itCanBeRepeated() throws IOException {
    var image = host.builds("web", TestImage.noting("1"));
    isInstalled("web", image);
    imports(0);
    host.converges();
    var manifest = Files.readString(manifest("web"));

    var again = imports(0);

    assertThat(again.err()).contains("declared in", "already");
    assertThat(manifest("web")).hasContent(manifest);
    host.plansNothing();
  }

  @Test
  void anImageThatIsGoneIsSaidAndTheOthersAreTakenOver() {
    var image = host.builds("web", TestImage.noting("1"));
    records(
        """
        {"localhost/{gone}:1": {"id": "%s", "container_name": "{gone}", "install_date": ""},
         "localhost/{web}:1": [{"id": "%s", "container_name": "{web}"}]}
        """
            .formatted("0f".repeat(32), image.substring("sha256:".length())));

    var result = imports(1);

    assertThat(result.err())
        .contains("tried to take over '%s'".formatted(host.nameOf("gone")), "not on disk");
    assertThat(manifest("web")).exists();
    assertThat(host.isRecorded("web")).isTrue();
    assertThat(host.isRecorded("gone")).isFalse();
  }

  @Test
  void aRecordThatCannotBeReadIsSaidWithItsPlace() throws IOException {
    assertThat(imports(1).err()).contains("there is no '%s'".formatted(installJson()));
    records("{\"a\": [{\"id\": 1}]}");
    assertThat(imports(1).err()).contains(installJson().toString(), "a[0].id", "is not a text");
    records("{\"a\": ");
    assertThat(imports(1).err()).contains(installJson().toString()).doesNotContain("at io.");
    records("");
    assertThat(imports(0).out()).contains("nothing");
    assertThat(host.manifests()).isEmptyDirectory();
  }
}
