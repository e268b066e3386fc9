package io.atomic.reconcile.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.RegistryLogins.Found;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.RegistryLogin.Password;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where logins are looked for, and what a broken file does. */
class LoginFilesTest {
  private static final ImageReference IMAGE = ImageReference.parse("r.io/web:1");

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void theUsualPlacesInTheirOrder() throws Exception {
    environment.put("XDG_RUNTIME_DIR", directory.resolve("run-user").toString());
    var places =
        List.of(
            "run-user/containers/auth.json",
            "root/run/containers/0/auth.json",
            "home/.config/containers/auth.json",
            "home/.docker/config.json");
    assertThat(find()).isEqualTo(new Found.Nothing());
    for (var place : places.reversed()) {
      login(place);
      assertThat(find()).isEqualTo(found(place));
    }
  }

  @Test
  void theHostHasFilesOfItsOwnInTheirOrder() throws Exception {
    login("home/.docker/config.json");
    var files =
        LoginFiles.ofOstree(
            directory.resolve("root"),
            environment,
            directory.resolve("home"),
            Duration.ofSeconds(10));
    assertThat(files.find(IMAGE)).isEqualTo(new Found.Nothing());
    for (var place : List.of("usr/lib", "etc", "run")) {
      login("root/%s/ostree/auth.json".formatted(place));
      assertThat(files.find(IMAGE)).isEqualTo(found("root/%s/ostree/auth.json".formatted(place)));
    }
  }

  @Test
  void theEnvironmentNamesOthers() throws Exception {
    environment.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
    environment.put("DOCKER_CONFIG", directory.resolve("docker").toString());
    login("home/.config/containers/auth.json");
    login("home/.docker/config.json");
    assertThat(find()).isEqualTo(new Found.Nothing());

    login("docker/config.json");
    assertThat(find()).isEqualTo(found("docker/config.json"));
    login("config/containers/auth.json");
    assertThat(find()).isEqualTo(found("config/containers/auth.json"));
  }

  @Test
  void theFileThatIsNamedIsTheOnlyOne() throws Exception {
    login("home/.docker/config.json");
    environment.put("REGISTRY_AUTH_FILE", directory.resolve("mine").toString());
    assertThat(find()).isInstanceOf(Found.Unusable.class).asString().contains("it is not there");

    write("mine", "{}");
    assertThat(find()).isEqualTo(new Found.Nothing());
    login("mine");
    assertThat(find()).isEqualTo(found("mine"));
  }

  @Test
  void aBrokenFileMattersOnlyWhereNoOtherHasTheLogin() throws Exception {
    var broken = write("root/run/containers/0/auth.json", "{\"auths\": hunter2");
    assertThat(find())
        .isEqualTo(
            new Found.Unusable(
                "tried to read '%s', but it is not JSON (line 1, column 11)".formatted(broken),
                "put it right, or log in again"));
    write("home/.docker/config.json", "{}");
    assertThat(find()).isInstanceOf(Found.Unusable.class);

    login("home/.docker/config.json");
    assertThat(find()).isEqualTo(found("home/.docker/config.json"));
  }

  @Test
  void whatIsNoFileOfLoginsIsNotRead() throws Exception {
    Files.createDirectories(directory.resolve("home/.docker/config.json"));
    assertThat(find()).asString().contains("it is no regular file");

    write("home/.config/containers/auth.json", " ".repeat(1024 * 1024 + 1));
    assertThat(find()).asString().contains("it is larger than 1 MiB");
  }

  @Test
  void aHelperThatIsNotInstalledIsSaid() throws Exception {
    environment.put("PATH", directory.toString());
    write("home/.docker/config.json", "{\"credsStore\": \"nowhere\"}");
    assertThat(find())
        .isInstanceOf(Found.Unusable.class)
        .asString()
        .contains("tried to run 'docker-credential-nowhere', but it was not found in PATH");

    write("home/.docker/config.json", "{\"credsStore\": \"../../bin/sh\"}");
    assertThat(find()).isInstanceOf(Found.Unusable.class).asString().contains("is no name of one");
  }

  private Found find() throws InterruptedException {
    return new LoginFiles(
            directory.resolve("root"),
            environment,
            directory.resolve("home"),
            Duration.ofSeconds(10))
        .find(IMAGE);
  }

  private static Found found(String place) {
    return new Found.Login(new Password(place, "pw"));
  }

  /** A login whose user is the place that it is in. */
  private void login(String place) throws Exception {
    var auth = Base64.getEncoder().encodeToString((place + ":pw").getBytes(UTF_8));
    write(place, "{\"auths\": {\"r.io\": {\"auth\": \"%s\"}}}".formatted(auth));
  }

  private Path write(String place, String content) throws Exception {
    var file = directory.resolve(place);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
