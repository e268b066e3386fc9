package io.atomic.reconcile.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.RegistryLogins.Found;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.RegistryLogin.IdentityToken;
import io.atomic.reconcile.model.RegistryLogin.Password;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that keep logins, as shell scripts. */
@Timeout(60)
class CredentialHelperIT {
  private static final String LOGIN = "{\"Username\": \"%s\", \"Secret\": \"hunter2\"}";

  @TempDir Path directory;

  @Test
  void itIsAskedOnItsInputAndAnswersOnItsOutput() throws Exception {
    config("{\"credHelpers\": {\"r.io:5000\": \"test\"}}");
    helper("echo \"$*\" >$OUT/words; cat >$OUT/input; echo noise >&2; echo '%s'", LOGIN);

    assertThat(find("r.io:5000/a/b:1")).isEqualTo(new Found.Login(new Password("me", "hunter2")));
    assertThat(directory.resolve("words")).hasContent("get");
    assertThat(directory.resolve("input")).hasContent("r.io:5000");
    assertThat(find("other.io/a")).isEqualTo(new Found.Nothing());
  }

  @Test
  void theHubIsCalledAsDockerCallsIt() throws Exception {
    config("{\"auths\": {\"https://index.docker.io/v1/\": {}}, \"credsStore\": \"test\"}");
    helper("cat >$OUT/input; echo '%s'", LOGIN);

    assertThat(find("httpd")).isInstanceOf(Found.Login.class);
    assertThat(directory.resolve("input")).hasContent("https://index.docker.io/v1/");
  }

  @Test
  void anIdentityTokenComesUnderANameOfItsOwn() throws Exception {
    config("{\"credsStore\": \"test\"}");
    helper("echo '%s'", LOGIN.replace("%s", "<token>"));

    assertThat(find("r.io/a")).isEqualTo(new Found.Login(new IdentityToken("hunter2")));
  }

  @Test
  void itMayHaveNothing() throws Exception {
    config("{\"credsStore\": \"test\"}");
    helper("echo credentials not found in native keychain; exit 1", "");

    assertThat(find("r.io/a")).isEqualTo(new Found.Nothing());
  }

  /** Invariants 12 and 13. */
  @ParameterizedTest
  @CsvSource({
    "echo no session >&2; exit 3, it ended with 3: no session",
    "echo the keychain is locked; exit 1, it ended with 1: the keychain is locked",
    "echo '{\"Secret\": \"hunter2\"}'; exit 1, it ended with 1",
    "echo '{\"Username\": \"hunter2\"}', it printed no login",
    "echo hunter2, it printed no login",
    "true, it printed no login",
    "kill -9 $$, signal 9 ended it",
    "sleep 60, it did not end within 1s",
  })
  void oneThatFailsIsSaid(String script, String expected) throws Exception {
    config("{\"credsStore\": \"test\"}");
    helper(script, "");

    var found = find("r.io/a");

    assertThat(found)
        .isEqualTo(
            new Found.Unusable(
                "tried to ask 'docker-credential-test' for the login to 'r.io', but " + expected,
                "see to it, or log in again"));
    assertThat(found.toString()).doesNotContain("hunter2");
  }

  @Test
  void itHasOurEnvironmentButForWhatHasNoName() throws Exception {
    config("{\"credsStore\": \"test\"}");
    helper("echo \"$SETTING $HOME\" >$OUT/environment; echo '%s'", LOGIN);

    assertThat(find("r.io/a")).isInstanceOf(Found.Login.class);
    assertThat(directory.resolve("environment")).hasContent("one " + directory);
  }

  private Found find(String reference) throws InterruptedException {
    var environment =
        new HashMap<>(
            Map.of(
                "PATH",
                directory + ":/usr/bin:/bin",
                "OUT",
                directory.toString(),
                "SETTING",
                "one",
                "BASH_FUNC_x%%",
                "() { :; }",
                "DOCKER_CONFIG",
                directory.toString()));
    return new LoginFiles(directory.resolve("root"), environment, directory, Duration.ofSeconds(1))
        .find(ImageReference.parse(reference));
  }

  private void config(String content) throws Exception {
    Files.writeString(directory.resolve("config.json"), content);
  }

  private void helper(String script, String login) throws Exception {
    var file = directory.resolve("docker-credential-test");
    var text = script.contains("%s") ? script.formatted(login.formatted("me")) : script;
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
