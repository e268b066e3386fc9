package io.atomic.reconcile.registry;

import io.atomic.reconcile.http.Addresses;
import io.atomic.reconcile.http.Exchange;
import io.atomic.reconcile.http.NoExchangeException;
import io.atomic.reconcile.http.UnansweredException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Exchanges requests for answers, each within its time and of bounded size. */
final class Connections implements AutoCloseable {
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
    if (scheme.equals("http") && !Addresses.isLoopback(uri.getHost())) {
      throw new UnansweredException(
          "it sends who asks to '%s' without encryption".formatted(Addresses.authority(uri)));
    }
    return uri;
  }

  private Reply exchange(Request request, Patience patience)
      throws UnansweredException, InterruptedException {
    var authority = Addresses.authority(request.uri());
    try {
      return new Reply(
          Exchange.of(
              client(authority),
              request.toHttp(),
              BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES),
              patience.left()));
    } catch (NoExchangeException e) {
      throw e.isUntrusted()
          ? new UnansweredException(
              e.reason(),
              "put the certificate of its authority into /etc/containers/certs.d/%s/ca.crt, or below"
                      .formatted(authority)
                  + " /etc/docker/certs.d")
          : e;
    }
  }

  private synchronized HttpClient client(String authority) throws UnansweredException {
    var existing = clients.get(authority);
    if (existing != null) {
      return existing;
    }
    var made = Exchange.client(certificates.contextFor(authority), proxies, Redirect.NEVER);
    clients.put(authority, made);
    return made;
  }

  /** Hangs up; who asks again is connected anew. */
  @Override
  public synchronized void close() {
    clients.values().forEach(HttpClient::shutdownNow);
    clients.clear();
  }
}
