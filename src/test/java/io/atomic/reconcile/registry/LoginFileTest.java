package io.atomic.reconcile.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.RegistryLogin;
import io.atomic.reconcile.model.RegistryLogin.IdentityToken;
import io.atomic.reconcile.model.RegistryLogin.Password;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginFileTest {
  private static final String SEVERAL =
      """
      {"auths": {
        "reg.example.com": {"auth": "%s"},
        "reg.example.com/team": {"auth": "%s"},
        "reg.example.com/team/web": {"auth": "%s"},
        "other.example.com:5000": {"auth": "%s"}
      }}
      """
          .formatted(auth("all:1"), auth("team:2"), auth("web:3"), auth("other:a:b:c"));

  @Test
  void theMostSpecificLoginCounts() {
    assertThat(login(SEVERAL, "reg.example.com/team/web:1")).isEqualTo(new Password("web", "3"));
    assertThat(login(SEVERAL, "reg.example.com/team/db")).isEqualTo(new Password("team", "2"));
    assertThat(login(SEVERAL, "reg.example.com/teams/db")).isEqualTo(new Password("all", "1"));
    assertThat(login(SEVERAL, "reg.example.com/x")).isEqualTo(new Password("all", "1"));
  }

  @Test
  void aPortBelongsToTheName() {
    assertThat(login(SEVERAL, "other.example.com:5000/x"))
        .isEqualTo(new Password("other", "a:b:c"));
    assertThat(login(SEVERAL, "other.example.com/x")).isNull();
    assertThat(login(SEVERAL, "reg.example.com:5000/x")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://index.docker.io/v1/",
        "index.docker.io",
        "docker.io",
        "registry-1.docker.io",
        "docker.io/library",
        "docker.io/library/httpd"
      })
  void theHubHasManyNames(String key) {
    var file = "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(key, auth("me:pw"));
    assertThat(login(file, "httpd")).isEqualTo(new Password("me", "pw"));
    assertThat(login(file, "docker.io/library/httpd:2")).isEqualTo(new Password("me", "pw"));
    assertThat(login(file, "quay.io/library/httpd")).isNull();
  }

  @Test
  void addressesAreKeysAsWell() {
    var file =
        "{\"auths\": {\"https://reg.example.com/v2/\": {\"auth\": \"%s\"}}}"
            .formatted(auth("me:pw"));
    assertThat(login(file, "reg.example.com/a/b")).isEqualTo(new Password("me", "pw"));
  }

  @Test
  void anIdentityTokenGoesBeforeWhatStandsBesideIt() {
    var file =
        "{\"auths\": {\"r.io\": {\"auth\": \"%s\", \"identitytoken\": \"long\"}}}"
            .formatted(auth("me:"));
    assertThat(login(file, "r.io/x")).isEqualTo(new IdentityToken("long"));
  }

  @Test
  void userAndPasswordCanStandApart() {
    var file = "{\"auths\": {\"r.io\": {\"username\": \"me\", \"password\": \"pw\"}}}";
    assertThat(login(file, "r.io/x")).isEqualTo(new Password("me", "pw"));
  }

  @Test
  void oldFilesFillUpWithNuls() {
    var file = "{\"auths\": {\"r.io\": {\"auth\": \"%s\"}}}".formatted(auth("me:pw\0\0"));
    assertThat(login(file, "r.io/x")).isEqualTo(new Password("me", "pw"));
  }

  @Test
  void anEmptyEntryIsAMarkForAHelper() {
    var file = parse("{\"auths\": {\"r.io\": {}}, \"credsStore\": \"pass\"}");
    assertThat(file.login(repository("r.io/x"))).isNull();
    assertThat(file.helper(repository("r.io/x"))).isNull();
    assertThat(file.helperOfAll()).isEqualTo("pass");
  }

  @Test
  void registriesCanHaveHelpersOfTheirOwn() {
    var file =
        parse("{\"credHelpers\": {\"r.io\": \"a\", \"https://index.docker.io/v1/\": \"b\"}}");
    assertThat(file.helper(repository("r.io/x"))).isEqualTo("a");
    assertThat(file.helper(repository("httpd"))).isEqualTo("b");
    assertThat(file.helper(repository("q.io/x"))).isNull();
    assertThat(file.helperOfAll()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"auths\": 7}", "{\"auths\": {\"r.io\": 7}}", "{\"auths\": null}"})
  void withoutALoginThereIsNone(String file) {
    assertThat(login(file, "r.io/x")).isNull();
  }

  /** Invariant 12. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"auths\": {\"r.io\": {\"auth\": \"hunter2!\"}}}",
        "{\"auths\": {\"r.io\": {\"auth\": \"aHVudGVyMg==\"}}}",
        "{\"auths\": {\"r.io\": {\"auth\": hunter2}}}",
        "{\"auths\": {\"r.io\": {\"auth\": \"hunter2\"",
        "hunter2",
        "[\"hunter2\"]",
      })
  void whatIsBrokenIsNotQuoted(String file) {
    assertThatThrownBy(() -> login(file, "r.io/x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContainingAny("hunter2", "aHVudGVyMg");
  }

  /** Invariant 12. */
  @Test
  void noLoginPrintsWhatIsSecret() {
    assertThat(new Password("me", "hunter2").toString()).doesNotContain("hunter2");
    assertThat(new IdentityToken("hunter2").toString()).doesNotContain("hunter2");
    assertThat(parse("{\"x\": \"hunter2\"}").toString()).doesNotContain("hunter2");
  }

  private static @Nullable RegistryLogin login(String file, String reference) {
    return parse(file).login(repository(reference));
  }

  private static LoginFile parse(String file) {
    return LoginFile.parse(file.getBytes(UTF_8));
  }

  private static Repository repository(String reference) {
    return Repository.of(ImageReference.parse(reference));
  }

  private static String auth(String both) {
    return Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
  }
}
