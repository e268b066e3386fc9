package io.atomic.reconcile.http;

import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Asks servers for this host, through its proxies and trusting its authorities.
 *
 * <p>Each exchange has a connection of its own: they are rare, and one that was kept would be dead
 * by the next.
 */
public final class HostClient {
  private final Path root;
  private final ProxyVariables proxies;
  private final Redirect redirects;

  /**
   * Connects to nothing yet.
   *
   * @param root put before the host's certificates
   * @param environment for the proxy
   * @param redirects which ones are followed
   */
  public HostClient(Path root, Map<String, String> environment, Redirect redirects) {
    this.root = root;
    this.proxies = new ProxyVariables(environment);
    this.redirects = redirects;
  }

  /**
   * Sends a request and waits for the answer.
   *
   * @param body takes no more of the answer than is wanted
   * @param limit for all of it, from the connection to the end of the body
   */
  public <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> body, Duration limit)
      throws UnansweredException, InterruptedException {
    var client = Exchange.client(Authorities.context(root), proxies, redirects);
    try {
      return Exchange.of(client, request, body, limit);
    } finally {
      client.shutdownNow();
    }
  }

  /**
   * Takes nothing of an answer whose status says all. It is ended together with its connection: to
   * close it any earlier could break off the exchange before the status is handed over.
   */
  public static BodySubscriber<byte[]> unread() {
    return BodySubscribers.mapping(BodySubscribers.ofInputStream(), _ -> new byte[0]);
  }
}
