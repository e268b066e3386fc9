package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invariant 12: secrets reach the apps and nothing else. */
@OnEachEngine
class SecretsIT {
  private static final String SECRET = "pa55-phrase-that-nobody-may-see";

  @AutoClose private final TestHost host;

  SecretsIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  @BeforeEach
  void anAppWithASecret() {
    secret(SECRET);
    host.builds(
        "web",
        // Each command shows its argv as the kernel has it, and what it knows of the secret.
        TestImage.of("echo run $PASSWORD >>/data/notes; trap 'exit 0' TERM; sleep 100000 & wait")
            .with(
                "INSTALL",
                "docker run --rm -v ${DATADIR}:/data -e GIVEN=${PASSWORD} IMAGE"
                    + " /bin/sh -c 'echo install $GIVEN >>/data/notes'")
            .with("RUN", "docker run -d --name NAME -v ${DATADIR}:/data IMAGE"));
    host.app(
        "web",
        """
        image: localhost/{web}:1
        env:
          PASSWORD: {file: /etc/atomic/secrets/password}
        """);
  }

  @Test
  void theyReachTheCommandsAndStayOutOfEveryFileAndOutput() throws Exception {
    var planned = host.plans("-o", "json");
    var applied = host.converges("-v");

    assertThat(host.notesOf("web")).containsExactly("install " + SECRET, "run " + SECRET);
    assertThat(planned.text()).doesNotContain(SECRET);
    assertThat(applied.text()).doesNotContain(SECRET);
    assertThat(host.plans().text()).doesNotContain(SECRET);
    assertThat(host.runs("status", "-o", "json").text()).doesNotContain(SECRET);
    assertNoFileBelow(host.stateDirectory());
  }

  @Test
  void theyAreOnNoCommandLine() {
    host.builds(
        "web",
        TestImage.plain()
            .with(
                "INSTALL",
                "docker run --rm --pid host -v ${DATADIR}:/data -e GIVEN=${PASSWORD} IMAGE /bin/sh"
                    + " -c 'cat /proc/[0-9]*/cmdline | tr \"\\0\" \" \" >/data/notes'"));

    host.app(
        "web",
        """
        image: localhost/{web}:1
        env:
          PASSWORD: {file: /etc/atomic/secrets/password}
        grants: [host-pid]
        """);

    host.converges();

    assertThat(String.join("\n", host.notesOf("web"))).contains("GIVEN").doesNotContain(SECRET);
  }

  @Test
  void aCredentialThatSystemdHandsOverIsOneToo() throws Exception {
    var credentials = host.directory().resolve("credentials");
    TestHost.write(credentials.resolve("web-password"), SECRET);
    host.app(
        "web",
        """
        image: localhost/{web}:1
        env:
          PASSWORD: {credential: web-password}
        """);

    var applied =
        Program.start(
                List.of("env", "CREDENTIALS_DIRECTORY=" + credentials),
                host.arguments(List.of("apply", "-v")),
                "")
            .await();

    assertThat(applied.exitCode()).as("%s", applied).isZero();
    assertThat(applied.text()).doesNotContain(SECRET);
    assertThat(host.notesOf("web")).containsExactly("install " + SECRET, "run " + SECRET);
    assertNoFileBelow(host.stateDirectory());
  }

  @Test
  void aChangedSecretIsAChangeThatShowsNeitherValue() {
    host.converges();
    secret("another-phrase-that-nobody-may-see");

    var planned = host.plans();
    assertThat(planned.out()).contains("PASSWORD").doesNotContain("that-nobody-may-see");
    host.converges();

    assertThat(host.notesOf("web"))
        .endsWith(
            "install another-phrase-that-nobody-may-see", "run another-phrase-that-nobody-may-see");
    host.plansNothing();
  }

  @Test
  void aMissingSecretIsAFailureOfItsAppThatNamesTheFile() {
    host.has("other", TestImage.plain());
    TestHost.delete(host.root().resolve("etc/atomic/secrets/password"));

    assertThat(host.fails(1).text()).contains("/etc/atomic/secrets/password");

    host.container("web").isAbsent();
    host.container("other").isRunning();
  }

  private void secret(String value) {
    TestHost.write(host.root().resolve("etc/atomic/secrets/password"), value + "\n");
  }

  private static void assertNoFileBelow(Path directory) throws Exception {
    try (var files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(file ->
              assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                  .as("%s", file)
                  .doesNotContain(SECRET));
    }
  }
}
