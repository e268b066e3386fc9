package io.atomic.reconcile.notify;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Secrets;
import io.atomic.reconcile.http.Addresses;
import io.atomic.reconcile.http.HostClient;
import io.atomic.reconcile.http.UnansweredException;
import io.atomic.reconcile.model.Notification;
import io.atomic.reconcile.model.Receiver.Channel.Webhook;
import io.atomic.reconcile.notify.Courier.Outcome;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Posts messages to HTTP servers. */
final class Webhooks {
  private final HostClient client;
  private final Secrets secrets;

  /**
   * Connects to nothing yet.
   *
   * @param root put before the host's certificates
   * @param environment for the proxy
   */
  Webhooks(Path root, Map<String, String> environment, Secrets secrets) {
    this.client = new HostClient(root, environment, Redirect.NEVER);
    this.secrets = secrets;
  }

  Outcome post(Webhook hook, Notification notification, Duration timeout)
      throws InterruptedException {
    URI address;
    try {
      address = new URI(hook.url());
      if (!Addresses.namesServer(address)) {
        throw new URISyntaxException("", "it names no server");
      }
    } catch (URISyntaxException _) {
      // It may be as private as a password, so it is not shown.
      return new Outcome.Failed(
          "tried to notify a webhook, but its url is no address", "look at notifications[].url");
    }
    // The path of a webhook is often all that keeps others from posting there.
    var tried = "tried to notify the webhook at '%s', but ".formatted(Addresses.authority(address));
    try {
      var request = request(address, hook, notification);
      var status = client.exchange(request, _ -> HostClient.unread(), timeout).statusCode();
      return status / 100 == 2
          ? new Outcome.Delivered()
          : new Outcome.Failed(tried + "it answered with status %d".formatted(status), null);
    } catch (UnansweredException e) {
      return new Outcome.Failed(tried + e.reason(), e.remedy());
    } catch (EffectException e) {
      return new Outcome.Failed(e.message(), e.remedy());
    }
  }

  private HttpRequest request(URI address, Webhook hook, Notification notification)
      throws EffectException {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "atomic-reconcile");
    for (var header : hook.headers().entrySet()) {
      headers.put(header.getKey(), secrets.value(header.getValue()));
    }
    var body =
        hook.body() == null
            ? Message.json(notification).toString()
            : Message.filled(hook.body(), notification);
    var request = HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(body));
    for (var header : headers.entrySet()) {
      try {
        request.header(header.getKey(), header.getValue());
      } catch (IllegalArgumentException _) {
        // The exception would quote the value, which can be a secret.
        throw new EffectException(
            "tried to notify a webhook, but its header '%s' cannot have the value that it is given"
                .formatted(header.getKey()),
            "a header is one line of printable ASCII",
            null);
      }
    }
    return request.build();
  }
}
