package io.atomic.reconcile.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.model.ImageReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "httpd",
        "httpd:2.4",
        "library/httpd",
        "docker.io/httpd",
        "docker.io/library/httpd:2",
        "index.docker.io/httpd"
      })
  void namesWithoutARegistryAreOfTheHub(String reference) {
    var repository = of(reference);
    assertThat(repository).isEqualTo(new Repository("docker.io", "library/httpd"));
    assertThat(repository.host()).isEqualTo("registry-1.docker.io");
    assertThat(repository.address()).isEqualTo("https://index.docker.io/v1/");
  }

  @Test
  void othersAreWhatTheySay() {
    assertThat(of("team/web:1")).isEqualTo(new Repository("docker.io", "team/web"));
    assertThat(of("localhost/web")).isEqualTo(new Repository("localhost", "web"));
    var repository = of("reg.example.com:5000/a/b/c@sha256:" + "0".repeat(64));
    assertThat(repository).isEqualTo(new Repository("reg.example.com:5000", "a/b/c"));
    assertThat(repository.host()).isEqualTo("reg.example.com:5000");
    assertThat(repository.address()).isEqualTo("reg.example.com:5000");
  }

  @Test
  void aLoginIsFiledUnderTheRepositoryOrAnyPartAboveIt() {
    assertThat(of("reg.example.com:5000/a/b").keys())
        .containsExactly(
            "reg.example.com:5000/a/b", "reg.example.com:5000/a", "reg.example.com:5000");
    assertThat(of("httpd").keys())
        .containsExactly("docker.io/library/httpd", "docker.io/library", "docker.io");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost/x", "localhost:1/x", "127.0.0.1:1/x", "127.9.8.7/x", "[::1]:1/x"})
  void onThisMachine(String reference) {
    assertThat(of(reference).isOnLoopback()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "128.0.0.1/x",
        "127.0.0.1.example.com/x",
        "localhost.example.com/x",
        "[::2]/x"
      })
  void elsewhere(String reference) {
    assertThat(of(reference).isOnLoopback()).isFalse();
  }

  private static Repository of(String reference) {
    return Repository.of(ImageReference.parse(reference));
  }
}
