package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Containers that somebody made without us, and the manifests that take them over. */
@OnEachEngine
class ImportIT {
  private static final String SERVE = "trap 'exit 0' TERM; sleep 100000 & wait";

  @AutoClose private final TestHost host;

  ImportIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  /** Makes a container as somebody would who does not know of us. */
  private void isMadeByHand(String... words) {
    var all = new ArrayList<String>(List.of("run", "-d", "--name", host.nameOf("web")));
    for (var word : words) {
      all.add(host.named(word));
    }
    host.engine().does(all.toArray(String[]::new));
  }

  private String imports() {
    var result = host.runs("import", "{web}");
    assertThat(result.exitCode()).as("%s", result).isZero();
    return result.out();
  }

  /** What the engine's own command line tells of the container, for comparison. */
  private String told(String format) {
    return host.engine().does("container", "inspect", "--format", format, host.nameOf("web"));
  }

  private void convergesUntouched(String manifest) {
    var before = host.container("web");
    host.manifest("web.yaml", manifest);
    host.converges();
    host.container("web").isUntouchedSince(before);
    host.plansNothing();
    host.container("web").isUntouchedSince(before);
  }

  private void isMadeAgain() {
    var before = host.container("web");
    host.engine().ends(List.of(host.nameOf("web")));
    host.converges();
    host.container("web").isRunning().isAnotherThan(before);
    host.plansNothing();
  }

  @Test
  void aContainerMadeWithManyOptionsIsTakenOverAndMadeAgainAsItWas() throws IOException {
    host.builds("web", TestImage.plain());
    var shared = Files.createDirectory(host.directory().resolve("shared"));
    isMadeByHand(
        "--network=host",
        "-v",
        shared + ":/shared:ro",
        "--tmpfs",
        "/scratch:size=1m",
        "-e",
        "MODE=a $b `c` \"d\"",
        "-e",
        "LITERAL=NAME",
        "--cap-add=NET_ADMIN",
        "--cap-drop=CAP_MKNOD",
        "--restart=on-failure:3",
        "--user=1:1",
        "--workdir=/tmp",
        "--label=tier=web: #1",
        "--memory=64m",
        "--stop-signal=INT",
        "--entrypoint=/bin/sh",
        "--pid=host",
        "localhost/{web}:1",
        "-c",
        "trap 'exit 0' TERM INT; sleep 100000 & wait $!",
        "NAME");
    var format =
        "{{.HostConfig.NetworkMode}} {{.HostConfig.CapAdd}} {{.HostConfig.CapDrop}} {{.HostConfig.PidMode}}"
            + " {{.HostConfig.RestartPolicy}} {{.Config.User}} {{.Config.WorkingDir}}"
            + " {{.HostConfig.Memory}} {{.Config.StopSignal}} {{.HostConfig.Tmpfs}}"
            + " {{.Config.Cmd}} {{index .Config.Labels \"tier\"}} {{.Path}} {{.Args}}"
            + " {{range .Mounts}}{{.Source}}:{{.Destination}}:{{.RW}}{{end}}";
    var before = told(format);
    var env = told("{{range .Config.Env}}{{println .}}{{end}}").lines().sorted().toList();

    var manifest = imports();

    assertThat(manifest)
        .contains("adopt: true", "host-network", "host-pid", "cap:NET_ADMIN")
        .contains("mount:" + shared + ":ro");
    convergesUntouched(manifest);
    isMadeAgain();
    assertThat(told(format)).isEqualTo(before);
    assertThat(told("{{range .Config.Env}}{{println .}}{{end}}").lines().sorted().toList())
        .isEqualTo(env)
        .contains("LITERAL=NAME");
  }

  @Test
  void ofAContainerThatIsAsItsLabelMakesItNoCommandIsWritten() {
    // The network is named because an engine's configuration can make any its usual one.
    host.builds(
        "web",
        TestImage.of(SERVE).with("RUN", "docker run -d -e A=b --net none --name NAME IMAGE"));
    isMadeByHand("-e", "A=b", "--network", "none", "localhost/{web}:1");

    var manifest = imports();

    assertThat(manifest).contains("label RUN").doesNotContain("command:");
    convergesUntouched(manifest);
    isMadeAgain();
    assertThat(imports()).doesNotContain("command:");
  }

  @Test
  void aSecretIsNotShownAndReadFromAFile() {
    host.builds("web", TestImage.plain());
    isMadeByHand("-e", "DB_PASSWORD=hunter2", "-e", "MODE=fast", "localhost/{web}:1");

    var manifest = imports();

    var file = "/etc/atomic/secrets/" + host.nameOf("web") + "-DB_PASSWORD";
    assertThat(manifest).contains(file, "--env=MODE=fast").doesNotContain("hunter2");
    TestHost.write(host.root().resolve(file.substring(1)), "hunter2");
    convergesUntouched(manifest);
    isMadeAgain();
    assertThat(told("{{.Config.Env}}")).contains("DB_PASSWORD=hunter2");
  }

  @Test
  void aPrivilegedContainerNeedsThatGrantAlone() {
    host.builds("web", TestImage.plain());
    isMadeByHand("--privileged", "localhost/{web}:1");

    var manifest = imports();

    assertThat(manifest).contains("- privileged\n").doesNotContain("cap:", "device:", "--cap-");
    convergesUntouched(manifest);
  }

  @Test
  void aStoppedContainerStaysStopped() {
    host.builds("web", TestImage.plain());
    isMadeByHand("localhost/{web}:1");
    host.engine().does("stop", "-t", "1", host.nameOf("web"));

    var manifest = imports();

    assertThat(manifest).contains("state: stopped");
    convergesUntouched(manifest);
  }

  @Test
  void anUnknownContainerIsSaidAndNothingIsPrintedOrWritten() {
    var result = host.runs("import", "{none}", "--write", host.manifests().toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("tried to import", host.nameOf("none"));
    assertThat(host.manifests()).isEmptyDirectory();
  }

  /** Reading verbs change nothing. */
  @Test
  void importingChangesNothing() throws IOException {
    host.builds("web", TestImage.plain());
    isMadeByHand("localhost/{web}:1");
    var before = host.container("web");
    var files = Tree.of(host.directory());

    imports();

    host.container("web").isUntouchedSince(before);
    assertThat(Tree.of(host.directory())).isEqualTo(files);
  }

  @Test
  void writtenManifestsOverwriteNothing() throws IOException {
    host.builds("web", TestImage.plain());
    isMadeByHand("localhost/{web}:1");

    var written = host.runs("import", "{web}", "--write", host.manifests().toString());
    var file = host.manifests().resolve(host.nameOf("web") + ".yaml");
    assertThat(written.exitCode()).as("%s", written).isZero();
    assertThat(Files.getPosixFilePermissions(file)).hasSize(4);
    TestHost.write(file, "# mine\n");
    var again = host.runs("import", "{web}", "--write", host.manifests().toString());

    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("there is a file of that name");
    assertThat(file).hasContent("# mine\n");
  }
}
