package io.atomic.reconcile.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomic.reconcile.http.Json;
import io.atomic.reconcile.http.Sayings;
import io.atomic.reconcile.model.RegistryLogin;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file of logins, as {@code docker login} and {@code podman login} write it.
 *
 * @param json the whole of it
 */
record LoginFile(Json json) {
  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with the second half of a "tried to x, but y", which quotes
   *     nothing of it
   */
  static LoginFile parse(byte[] text) {
    return new LoginFile(Json.object(text));
  }

  /** The helper that keeps the logins to the repository's registry alone; null = none does. */
  @Nullable String helper(Repository repository) {
    var helpers = json.in("credHelpers");
    var key = key(helpers, repository);
    return key == null ? null : helpers.text(key);
  }

  /** The helper that keeps all logins; null = none does. */
  @Nullable String helperOfAll() {
    return json.text("credsStore");
  }

  /**
   * The login that stands in the file itself; null = there is none.
   *
   * @throws IllegalArgumentException with the second half of a "tried to x, but y", which quotes
   *     nothing of it
   */
  @Nullable RegistryLogin login(Repository repository) {
    var logins = json.in("auths");
    var key = key(logins, repository);
    if (key == null) {
      return null;
    }
    var entry = logins.in(key);
    var identityToken = entry.text("identitytoken");
    if (identityToken != null) {
      return new RegistryLogin.IdentityToken(identityToken);
    }
    var both = entry.text("auth");
    if (both != null) {
      return decoded(both, key);
    }
    var user = entry.text("username");
    return user == null
        ? null
        : new RegistryLogin.Password(user, Objects.requireNonNullElse(entry.text("password"), ""));
  }

  private static RegistryLogin decoded(String both, String key) {
    try {
      var text = new String(Base64.getDecoder().decode(both), UTF_8);
      var colon = text.indexOf(':');
      if (colon > 0) {
        // Old versions of docker have filled up with NULs.
        return new RegistryLogin.Password(
            text.substring(0, colon), text.substring(colon + 1).replaceAll("\\x00+$", ""));
      }
    } catch (IllegalArgumentException _) {
      // Its message would quote what stands there.
    }
    throw new IllegalArgumentException(
        "the login for '%s' is not user:password in Base64".formatted(Sayings.plain(key)));
  }

  /** Under which of the keys the repository is filed; null = under none. */
  private static @Nullable String key(Json entries, Repository repository) {
    for (var key : repository.keys()) {
      if (entries.has(key)) {
        return key;
      }
    }
    return entries.keys().stream()
        .filter(key -> registry(key).equals(repository.registry()))
        .findFirst()
        .orElse(null);
  }

  /** The registry that a key means: docker also writes addresses, such as that of its hub. */
  private static String registry(String key) {
    var isAddress = key.startsWith(HTTP) || key.startsWith(HTTPS);
    return Repository.canonical(
        isAddress ? key.substring(key.indexOf("//") + 2).replaceFirst("/.*", "") : key);
  }
}
