package io.atomic.reconcile.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.atomic.reconcile.http.Identities;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A token server of the kind that big registries have: everybody may read what is below {@code
 * public/}, who logs in everything.
 */
final class TokenGiver implements AutoCloseable {
  static final String ISSUER = "test-issuer";
  static final String SERVICE = "test-registry";

  private final Identities identities;
  private final String signer;
  private final String basic;
  private final String identityToken;
  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /**
   * Starts one.
   *
   * @param both {@code user:password}
   */
  TokenGiver(Identities identities, String signer, String both, String identityToken)
      throws IOException {
    this.identities = identities;
    this.signer = signer;
    this.basic = "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
    this.identityToken = identityToken;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::answer);
    server.start();
  }

  String realm() {
    return "http://127.0.0.1:%d/token".formatted(server.getAddress().getPort());
  }

  /** What it was asked, as method and parameters. */
  List<String> asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var isPost = exchange.getRequestMethod().equals("POST");
      var text =
          isPost
              ? new String(exchange.getRequestBody().readAllBytes(), UTF_8)
              : exchange.getRequestURI().getRawQuery();
      var parameters = parameters(text);
      var scope = parameters.getOrDefault("scope", "");
      asked.add(exchange.getRequestMethod() + " " + parameters.get("service") + " " + scope);
      var shown = exchange.getRequestHeaders().getFirst("Authorization");
      var isKnown =
          isPost ? identityToken.equals(parameters.get("refresh_token")) : basic.equals(shown);
      if (!isKnown && (isPost || shown != null)) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      var token = token(scope, isKnown || scope.startsWith("repository:public/"));
      var body = "{\"%s\": \"%s\"}".formatted(isPost ? "access_token" : "token", token);
      exchange.sendResponseHeaders(200, body.length());
      exchange.getResponseBody().write(body.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static Map<String, String> parameters(String text) {
    var parameters = new HashMap<String, String>();
    for (var pair : text.split("&", -1)) {
      var parts = pair.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
    }
    return parameters;
  }

  /** A JSON web token that lets do what the scope says, or nothing. */
  private String token(String scope, boolean isGranted) throws GeneralSecurityException {
    try {
      var certificate =
          Base64.getEncoder().encodeToString(identities.certificate(signer).getEncoded());
      var now = Instant.now().getEpochSecond();
      var parts = scope.split(":", 3);
      var access =
          isGranted && parts.length == 3
              ? "{\"type\": \"repository\", \"name\": \"%s\", \"actions\": [\"pull\"]}"
                  .formatted(parts[1])
              : "";
      var header =
          "{\"typ\": \"JWT\", \"alg\": \"RS256\", \"x5c\": [\"%s\"]}".formatted(certificate);
      var claims =
          "{\"iss\": \"%s\", \"aud\": \"%s\", \"sub\": \"x\", \"nbf\": %d, \"iat\": %d, \"exp\": %d, \"access\": [%s]}"
              .formatted(ISSUER, SERVICE, now - 60, now - 60, now + 300, access);
      var signed = base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(identities.key(signer));
      signature.update(signed.getBytes(UTF_8));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw e;
    } catch (Exception e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
