package io.atomic.reconcile.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomic.reconcile.http.Json;
import io.atomic.reconcile.http.UnansweredException;
import io.atomic.reconcile.model.RegistryLogin;
import io.atomic.reconcile.model.RegistryLogin.IdentityToken;
import io.atomic.reconcile.model.RegistryLogin.Password;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a registry sends those who ask it for a token: the {@code realm} of its challenge. */
record TokenServer(Connections connections, Challenge challenge, Repository repository) {
  /** What fits into a header. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  /**
   * A token that lets read from the repository; null = it wants another login.
   *
   * @param login null = as nobody
   */
  @Nullable String token(@Nullable RegistryLogin login, Patience patience)
      throws UnansweredException, InterruptedException {
    var reply =
        switch (login) {
          case null -> connections.follow(question(null), patience);
          case Password password -> connections.follow(question(basic(password)), patience);
          case IdentityToken(var token) -> connections.follow(exchange(token), patience);
        };
    if (reply.status() == Reply.UNAUTHORIZED || reply.status() == Reply.FORBIDDEN) {
      return null;
    }
    if (!reply.isOk()) {
      var refusal = reply.refusal();
      throw new UnansweredException(
          "its token server is no help: " + refusal.reason(), refusal.remedy());
    }
    return token(reply.body());
  }

  private static String token(byte[] body) throws UnansweredException {
    try {
      var json = Json.object(body);
      var token = json.text("token") == null ? json.text("access_token") : json.text("token");
      if (token != null && TOKEN.matcher(token).matches()) {
        return token;
      }
    } catch (IllegalArgumentException _) {
      // No JSON is no token.
    }
    throw new UnansweredException("its token server gave no token");
  }

  private Request question(@Nullable String authorization) throws UnansweredException {
    var realm = realm().toString();
    var separator = realm.indexOf('?') < 0 ? '?' : '&';
    return Request.get(uri(realm + separator + encoded(parameters())), List.of(), authorization);
  }

  /** Tokens for tokens go another way: nobody wants a long-lived one in a log of addresses. */
  private Request exchange(String identityToken) throws UnansweredException {
    var form = new LinkedHashMap<>(parameters());
    form.put("grant_type", "refresh_token");
    form.put("client_id", "atomic-reconcile");
    form.put("refresh_token", identityToken);
    return Request.post(realm(), encoded(form));
  }

  private Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    var service = challenge.parameter("service");
    if (service != null) {
      parameters.put("service", service);
    }
    parameters.put(
        "scope",
        Objects.requireNonNullElse(
            challenge.parameter("scope"), "repository:%s:pull".formatted(repository.name())));
    return parameters;
  }

  private URI realm() throws UnansweredException {
    var realm = challenge.parameter("realm");
    return uri(realm == null ? "" : realm);
  }

  private static URI uri(String text) throws UnansweredException {
    try {
      return Connections.checked(new URI(text));
    } catch (URISyntaxException _) {
      throw new UnansweredException("it names a token server at an address that is none");
    }
  }

  private static String encoded(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry ->
            URLEncoder.encode(entry.getKey(), UTF_8)
                + "="
                + URLEncoder.encode(entry.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** A login as a header shows it. */
  static String basic(Password login) {
    var both = login.user() + ":" + login.password();
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
  }
}
