package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Invariant 10: data goes only if the manifest and the command line say so both. */
@OnEachEngine
class PurgeDataIT {
  @AutoClose private final TestHost host;

  PurgeDataIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @AfterEach
  void removeVolumes() {
    host.engine().tries("volume", "rm", "-f", volume());
  }

  private String volume() {
    return host.nameOf("volume");
  }

  private List<Path> directories() {
    return Stream.of("etc", "var/log", "var/lib")
        .map(parent -> host.root().resolve(parent).resolve(host.nameOf("web")))
        .toList();
  }

  private boolean hasVolume() {
    return host.engine().tries("volume", "inspect", volume()).exitCode() == 0;
  }

  /** Volumes without a name that the app's container mounts now. */
  private List<String> anonymousVolumes() {
    return host
        .engine()
        .lists(
            "container",
            "inspect",
            "--format",
            "{{range .Mounts}}{{println .Name}}{{end}}",
            host.nameOf("web"))
        .stream()
        .map(String::strip)
        .filter(name -> !name.isEmpty() && !name.equals(volume()))
        .toList();
  }

  /** An app with data in each of its directories and in two volumes. */
  private void holdsData(String spec) {
    host.builds(
        "web",
        TestImage.plain()
            .with(
                "RUN",
                host.named(
                    "docker run -d --name NAME -v ${CONFDIR}:/conf -v ${LOGDIR}:/log -v"
                        + " ${DATADIR}:/data -v {volume}:/volume -v /anonymous IMAGE")));
    host.has("other", TestImage.plain());
    host.app("web", "image: localhost/{web}:1\n" + spec);
    host.converges();
    host.engine()
        .does(
            "exec",
            host.nameOf("web"),
            "/bin/sh",
            "-c",
            "mkdir /data/below; ln -s /etc /data/link;"
                + " echo data | tee /conf/file /log/file /data/below/file /volume/file");
  }

  private void dataStayed() {
    host.container("web").isAbsent();
    assertThat(directories()).allMatch(Files::isDirectory);
    assertThat(hasVolume()).isTrue();
  }

  private void dataIsGone() {
    host.container("web").isAbsent();
    assertThat(directories()).noneMatch(Files::exists);
    assertThat(hasVolume()).isFalse();
    assertThat(host.isRecorded("web")).isFalse();
  }

  @Test
  void withTheWordOfBothItGoes() {
    holdsData("purgeData: true");
    var anonymous = anonymousVolumes();
    assertThat(anonymous).hasSize(1);
    host.deleteManifest("web");

    var plan = host.plans("--purge-data");
    assertThat(plan.out()).contains("purge-data ", "volume " + volume());
    assertThat(plan.out()).contains(directories().stream().map(Path::toString).toList());
    host.converges("--purge-data");

    dataIsGone();
    assertThat(host.engine().tries("volume", "inspect", anonymous.getFirst()).exitCode())
        .isNotZero();
    host.plansNothing();
  }

  @Test
  void withTheWordOfTheManifestAloneItStays() {
    holdsData("purgeData: true");
    host.deleteManifest("web");

    assertThat(host.plans().out() + host.plans().err())
        .contains("data stays: ", "add --purge-data if it is meant to go");
    host.converges();

    dataStayed();
  }

  @Test
  void withTheWordOfTheCommandLineAloneItStays() {
    holdsData("");
    host.deleteManifest("web");

    host.converges("--purge-data");

    dataStayed();
  }

  @Test
  void byHandItGoesAsWell() {
    holdsData("purgeData: true");

    var result = host.byHand("uninstall", "--purge-data", "{web}");

    assertThat(result.exitCode()).as("%s", result).isZero();
    dataIsGone();
  }

  @Test
  void byHandWithoutItsWordDataStaysAndThatIsSaid() {
    holdsData("purgeData: true");

    var result = host.byHand("uninstall", "{web}");

    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.err()).contains("data stays: ", "volume " + volume(), "add --purge-data");
    dataStayed();
  }

  @Test
  void aVolumeThatAnotherContainerUsesStays() {
    holdsData("purgeData: true");
    host.engine()
        .does(
            "create",
            "--name",
            host.nameOf("reader"),
            "-v",
            volume() + ":/volume",
            TestServers.baseImage(),
            "true");
    host.app("web", "image: localhost/{web}:1\npurgeData: true\nstate: absent");

    host.converges("--purge-data");

    assertThat(hasVolume()).isTrue();
    assertThat(directories()).noneMatch(Files::exists);
    assertThat(host.isRecorded("web")).isFalse();
  }

  @Test
  void whereSomethingIsMountedNothingIsRemovedUntilItIsNot() {
    holdsData("purgeData: true");
    var precious = TestHost.write(host.directory().resolve("precious/file"), "kept");
    var mount = directories().getLast().resolve("mount");
    shell("mkdir '%s' && mount --bind '%s' '%s'".formatted(mount, precious.getParent(), mount));
    try {
      host.app("web", "image: localhost/{web}:1\npurgeData: true\nstate: absent");

      var failed = host.fails(1, "--purge-data");

      assertThat(failed.text()).contains("something is mounted at", "umount " + mount);
      assertThat(precious).hasContent("kept");
      assertThat(host.isRecorded("web")).isTrue();
      assertThat(hasVolume()).isTrue();
    } finally {
      shell("umount '%s'".formatted(mount));
    }

    host.converges("--purge-data");

    assertThat(precious).hasContent("kept");
    dataIsGone();
  }

  private static void shell(String line) {
    var result = Command.start(List.of("/bin/sh", "-c", line), Map.of(), "").await();
    assertThat(result.exitCode()).as("%s", result).isZero();
  }

  /** {@code onRemove: confirm}: the hand is the confirmation. */
  @Test
  void whatWaitsForAConfirmationIsRemovedByHand() {
    host.has("other", TestImage.plain());
    host.builds("web", TestImage.plain());
    host.app("web", "image: localhost/{web}:1\nonRemove: confirm");
    host.converges();
    host.deleteManifest("web");
    var held = host.converges();
    host.container("web").isRunning();
    assertThat(host.plans().out()).contains("ConfirmRemoval", host.named("uninstall {web}"));
    assertThat(held.exitCode()).isZero();

    var result = host.byHand("uninstall", "{web}");

    assertThat(result.exitCode()).as("%s", result).isZero();
    host.container("web").isAbsent();
    assertThat(host.isRecorded("web")).isFalse();
    host.plansNothing();
  }
}
