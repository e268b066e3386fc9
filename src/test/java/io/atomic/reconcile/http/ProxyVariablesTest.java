package io.atomic.reconcile.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyVariablesTest {
  @Test
  void withoutVariablesThereIsNone() {
    assertThat(proxy(Map.of(), "https://r.io/v2/")).isEqualTo("DIRECT");
    assertThat(proxy(Map.of("HTTPS_PROXY", ""), "https://r.io/v2/")).isEqualTo("DIRECT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://proxy.example:3128", "proxy.example:3128", " http://proxy.example:3128/ "})
  void theProxyIsUsed(String value) {
    assertThat(proxy(Map.of("HTTPS_PROXY", value), "https://r.io/v2/"))
        .isEqualTo("HTTP @ proxy.example/<unresolved>:3128");
    assertThat(proxy(Map.of("https_proxy", value), "https://r.io/v2/"))
        .isEqualTo("HTTP @ proxy.example/<unresolved>:3128");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://r.io/v2/",
        "https://r.io:5000/v2/",
        "https://sub.r.io/v2/",
        "https://a.domain.example/v2/",
        "https://a.starred.example/v2/",
        "https://only.example:8443/v2/",
        "https://10.20.30.40/v2/",
        "https://[fd00::1]:5000/v2/",
        "https://localhost:5000/v2/",
        "http://127.0.0.1:5000/v2/",
      })
  void exceptionsGoWithoutIt(String uri) {
    assertThat(proxy(exceptions(), uri)).isEqualTo("DIRECT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://xr.io/v2/",
        "https://domain.example/v2/",
        "https://only.example/v2/",
        "https://11.0.0.1/v2/",
        "https://[fe00::1]/v2/",
      })
  void othersGoThroughIt(String uri) {
    assertThat(proxy(exceptions(), uri)).startsWith("HTTP");
  }

  @Test
  void aStarMeansAll() {
    assertThat(proxy(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", "*"), "https://r.io/"))
        .isEqualTo("DIRECT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://", ":::", "http://a b", "/", "10.0.0.0/x", "10.0.0.0/99", "::/999"})
  void nonsenseDoesNoHarm(String nonsense) {
    assertThat(proxy(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", nonsense), "https://10.0.0.1/"))
        .startsWith("HTTP");
    assertThat(proxy(Map.of("HTTPS_PROXY", nonsense), "https://r.io/")).isNotNull();
  }

  @Test
  void whatIsNotEncryptedHasAProxyOfItsOwn() {
    assertThat(proxy(Map.of("HTTPS_PROXY", "s:1", "http_proxy", "p:2"), "http://lock.example/"))
        .isEqualTo("HTTP @ p/<unresolved>:2");
    assertThat(proxy(Map.of("HTTPS_PROXY", "s:1"), "http://lock.example/")).isEqualTo("DIRECT");
    assertThat(
            proxy(
                Map.of("HTTP_PROXY", "p:2", "NO_PROXY", "lock.example:80"), "http://lock.example/"))
        .isEqualTo("DIRECT");
  }

  private static Map<String, String> exceptions() {
    return Map.of(
        "HTTPS_PROXY",
        "http://proxy.example:3128",
        "NO_PROXY",
        "r.io, .domain.example,*.starred.example,only.example:8443,10.0.0.0/8,fd00::/8");
  }

  private static String proxy(Map<String, String> environment, String uri) {
    var proxies = new ProxyVariables(environment).select(URI.create(uri));
    assertThat(proxies).hasSize(1);
    return proxies.getFirst().equals(Proxy.NO_PROXY) ? "DIRECT" : proxies.getFirst().toString();
  }
}
