package io.atomic.reconcile.registry;

import static java.util.Objects.requireNonNull;

import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Exchanges requests for answers, each within its time and of bounded size. */
final class Connections {
  /** Registries take no larger manifests. */
  private static final long MOST_BYTES = 4L * 1024 * 1024;

  private static final int MOST_REDIRECTS = 5;

  private final Certificates certificates;
  private final ProxySelector proxies;

  /** By host: each has certificates of its own. */
  private final Map<String, HttpClient> clients = new HashMap<>();

  Connections(Certificates certificates, ProxySelector proxies) {
    this.certificates = certificates;
    this.proxies = proxies;
  }

  /** Exchanges, and goes on to where the answer sends us. */
  Reply follow(Request first, Patience patience) throws UnansweredException, InterruptedException {
    var request = first;
    for (var redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      var reply = exchange(request, patience);
      var location = reply.location();
      // A form holds a secret that is for nobody else.
      if (location == null || request.form() != null) {
        return reply;
      }
      request = request.to(target(reply.uri(), location));
    }
    throw new UnansweredException(
        "it sends who asks from place to place (more than %d times)".formatted(MOST_REDIRECTS));
  }

  private static URI target(URI from, String location) throws UnansweredException {
    try {
      return checked(from.resolve(new URI(location)));
    } catch (URISyntaxException _) {
      // The address may hold a signature, so it is not shown.
      throw new UnansweredException("it sends who asks to an address that is none");
    }
  }

  /**
   * An address that a server has named, if it is one to go to: what is not encrypted stays on this
   * machine.
   */
  static URI checked(URI uri) throws UnansweredException {
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new UnansweredException("it names an address that is neither https nor http");
    }
    if (scheme.equals("http") && !Repository.isLoopback(uri.getHost())) {
      throw new UnansweredException(
          "it sends who asks to '%s' without encryption".formatted(Request.authority(uri)));
    }
    return uri;
  }

  private Reply exchange(Request request, Patience patience)
      throws UnansweredException, InterruptedException {
    var limit = patience.left();
    var answer =
        client(Request.authority(request.uri()))
            .sendAsync(
                request.toHttp(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      return new Reply(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw NoExchangeException.of(requireNonNull(e.getCause()), request.uri());
    } catch (TimeoutException _) {
      throw NoExchangeException.tooSlow(limit, request.uri());
    } finally {
      answer.cancel(true);
    }
  }

  private synchronized HttpClient client(String authority) throws UnansweredException {
    var existing = clients.get(authority);
    if (existing != null) {
      return existing;
    }
    var made =
        HttpClient.newBuilder()
            // Version 2 would ask a plain server to upgrade, which confuses some.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(certificates.contextFor(authority))
            .proxy(proxies)
            .build();
    clients.put(authority, made);
    return made;
  }
}
