package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The doctor names what is wrong with a host, and the line that mends it does. */
@OnEachEngine
class DoctorIT {
  /** Containers that update those of others. */
  static final String UPDATERS = "updaters";

  @AutoClose private final TestHost host;

  DoctorIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  /** What is said of one subject, the worst first. */
  private static JsonNode of(String subject, Command.Result result) {
    var diagnoses = JsonMapper.shared().readTree(result.out()).path("diagnoses");
    JsonNode worst = null;
    for (var level : List.of("problem", "warning", "ok")) {
      for (var diagnosis : diagnoses) {
        if (worst == null
            && diagnosis.path("subject").stringValue().equals(subject)
            && diagnosis.path("level").stringValue().equals(level)) {
          worst = diagnosis;
        }
      }
    }
    return java.util.Objects.requireNonNull(worst, result::toString);
  }

  private void isAProblem(String subject, Command.Result result, String remedy) {
    var diagnosis = of(subject, result);
    assertThat(diagnosis.path("level").stringValue()).as("%s", result).isEqualTo("problem");
    assertThat(diagnosis.path("remedy").stringValue()).contains(remedy);
  }

  @Test
  void aHostThatIsWellIsToldSo() {
    host.has("web", TestImage.plain());
    host.converges();

    var result = host.runs("doctor");

    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.out())
        .contains(
            "✓ settings",
            "✓ manifests  they are valid, and declare one app",
            "✓ state      '%s' records one app".formatted(host.stateDirectory()),
            "✓ journal",
            "✓ lock",
            "✓ engine     %s "
                .formatted(host.engine().kind().name().toLowerCase(java.util.Locale.ROOT)),
            "✓ command",
            "disk",
            "rivals")
        .doesNotContain("✗");
  }

  @Test
  void aStateDirectoryThatIsOpenToOthersIsClosedByTheLineThatIsPrinted() throws IOException {
    host.has("web", TestImage.plain());
    host.converges();
    Files.setPosixFilePermissions(
        host.stateDirectory(), PosixFilePermissions.fromString("rwxr-xr-x"));

    var result = host.runs("doctor", "-o", "json");

    assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
    isAProblem("state", result, "chmod 700 " + host.stateDirectory());
    Command.start(
            List.of("/bin/sh", "-c", of("state", result).path("remedy").stringValue()),
            java.util.Map.of(),
            "")
        .await();
    assertThat(host.runs("doctor").exitCode()).isZero();
  }

  /** A doctor anywhere else on this engine would find it as well. */
  @Test
  @ResourceLock(UPDATERS)
  void aWatchtowerIsStoppedByTheLineThatIsPrinted() {
    host.has("web", TestImage.plain());
    host.converges();
    host.builds("watchtower", TestImage.plain());
    host.engine()
        .does("run", "-d", "--name", host.nameOf("tower"), host.named("localhost/{watchtower}:1"));

    var result = host.runs("doctor", "-o", "json");

    assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
    isAProblem("rivals", result, "stop " + host.nameOf("tower"));
    host.engine().ends(List.of(host.nameOf("tower")));
    assertThat(host.runs("doctor").exitCode()).isZero();
  }

  @Test
  void aServiceOfTheSameNameIsARival() {
    host.has("web", TestImage.plain());
    host.converges();
    var file = host.root().resolve("etc/containers/systemd/w.container");
    TestHost.write(file, host.named("[Container]\nContainerName={web}\n"));

    isAProblem("rivals", host.runs("doctor", "-o", "json"), "mv " + file);
  }

  @Test
  void anEngineThatIsDownIsAProblemWhereThereAreApps() {
    var nowhere = host.directory().resolve("nowhere.sock").toString();
    var idle = host.runs("doctor", "--engine", nowhere, "-o", "json");
    assertThat(idle.exitCode()).as("%s", idle).isZero();

    host.app("web");
    var result = host.runs("doctor", "--engine", nowhere, "-o", "json");

    assertThat(result.exitCode()).as("%s", result).isEqualTo(69);
    isAProblem("engine", result, "systemctl start docker");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    host.manifest("torn.yaml", "a: [");
    var settings = TestHost.write(host.directory().resolve("settings.yaml"), "engin: {}\n");
    TestHost.write(host.stateDirectory().resolve("state.json"), "{");

    var result = host.runs("doctor", "-o", "json", "--settings", settings.toString());

    assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
    assertThat(of("settings", result).path("message").stringValue()).contains("settings.yaml:1");
    assertThat(of("manifests", result).path("message").stringValue()).contains("torn.yaml");
    isAProblem("state", result, "chmod 700");
    assertThat(result.out()).contains("mv '%s/state.json'".formatted(host.stateDirectory()));
  }
}
