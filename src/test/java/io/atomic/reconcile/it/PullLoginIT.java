package io.atomic.reconcile.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images from a registry that shows them only to whom it knows. */
@OnEachEngine
class PullLoginIT {
  private static final String SECRET =
      TestServers.LOGIN.substring(TestServers.LOGIN.indexOf(':') + 1);

  @AutoClose private final TestHost host;
  private String reference = "";

  PullLoginIT(EngineKind engine) {
    host = TestHost.on(engine);
  }

  /** Both registries have the same images; pushing to the one that is open needs no login. */
  @BeforeEach
  void publish() {
    host.builds("web", TestImage.plain());
    var local = host.named("localhost/{web}:1");
    var pushed = host.engine().pushes(local, host.nameOf("web") + ":1");
    host.engine().does("rmi", local, pushed);
    reference = TestServers.loginRegistry() + "/" + host.nameOf("web") + ":1";
    host.app("web", "image: " + reference);
  }

  @Test
  void withoutALoginNothingIsPulled() {
    var result = applies();

    assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
    assertThat(result.text()).contains("tried to pull '%s'".formatted(reference), "the login");
    host.container("web").isAbsent();
  }

  /** Invariant 12. */
  @Test
  void aLoginOfDockerIsUsed() {
    login("config.json", TestServers.LOGIN);

    converges(applies("DOCKER_CONFIG=" + host.directory()));
  }

  @Test
  void aLoginOfPodmanIsUsed() {
    login("auth.json", TestServers.LOGIN);

    converges(applies("REGISTRY_AUTH_FILE=" + host.directory().resolve("auth.json")));
  }

  @Test
  void aLoginThatAHelperKeepsIsUsed() {
    write("config.json", "{\"credsStore\": \"test\"}");
    var colon = TestServers.LOGIN.indexOf(':');
    var helper =
        write(
            "bin/docker-credential-test",
            """
            #!/bin/sh
            read -r registry
            [ "$1" = get ] && [ "$registry" = %s ] || exit 1
            echo '{"Username": "%s", "Secret": "%s"}'
            """
                .formatted(
                    TestServers.loginRegistry(), TestServers.LOGIN.substring(0, colon), SECRET));
    assertThat(helper.toFile().setExecutable(true)).isTrue();

    converges(
        applies(
            "DOCKER_CONFIG=" + host.directory(),
            "PATH=%s:%s".formatted(helper.getParent(), System.getenv("PATH"))));
  }

  @Test
  void aBrokenFileOfLoginsIsSaidAndStopsNothingElse() {
    write("auth.json", "{\"auths\": hunter2");
    var file = host.directory().resolve("auth.json");
    host.has("other", TestImage.plain());

    var result = applies("REGISTRY_AUTH_FILE=" + file);

    assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
    assertThat(result.text())
        .contains("tried to read '%s', but it is not JSON".formatted(file))
        .doesNotContain("hunter2");
    host.container("other").isRunning();
  }

  private void converges(Command.Result result) {
    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.text()).doesNotContain(SECRET);
    host.container("web").isRunning();
    try (Stream<Path> files = Files.walk(host.stateDirectory())) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(
              file -> assertThat(Files.readString(file, ISO_8859_1)).doesNotContain(SECRET));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Command.Result applies(String... environment) {
    var wrapper = new ArrayList<>(List.of("env"));
    wrapper.addAll(List.of(environment));
    return Program.start(wrapper, host.arguments(List.of("apply", "-v")), "").await();
  }

  private void login(String file, String both) {
    var auth = Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
    write(
        file,
        "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(TestServers.loginRegistry(), auth));
  }

  private Path write(String file, String content) {
    return TestHost.write(host.directory().resolve(file), content);
  }
}
