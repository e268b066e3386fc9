package io.atomic.reconcile.http;

import static java.util.Objects.requireNonNull;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** One request, and its answer or why there was none. */
public final class Exchange {
  private Exchange() {}

  /**
   * A client to exchange with.
   *
   * @param context whom it trusts
   * @param redirects which ones it follows
   */
  public static HttpClient client(SSLContext context, ProxySelector proxies, Redirect redirects) {
    return HttpClient.newBuilder()
        // Version 2 would ask a plain server to upgrade, which confuses some.
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(redirects)
        .sslContext(context)
        .proxy(proxies)
        .build();
  }

  /**
   * Sends a request and waits for the answer.
   *
   * @param body takes no more of the answer than is wanted
   * @param limit for all of it, from the connection to the end of the body
   */
  public static <T> HttpResponse<T> of(
      HttpClient client, HttpRequest request, BodyHandler<T> body, Duration limit)
      throws NoExchangeException, InterruptedException {
    var answer = client.sendAsync(request, body);
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw NoExchangeException.of(requireNonNull(e.getCause()), request.uri());
    } catch (TimeoutException _) {
      throw NoExchangeException.tooSlow(limit, request.uri());
    } finally {
      answer.cancel(true);
    }
  }
}
