package io.atomic.reconcile.fleetlock;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomic.reconcile.cycle.RebootLocks;
import io.atomic.reconcile.http.Addresses;
import io.atomic.reconcile.http.HostClient;
import io.atomic.reconcile.http.Json;
import io.atomic.reconcile.http.Sayings;
import io.atomic.reconcile.http.UnansweredException;
import io.atomic.reconcile.model.HostSpec.Reboot.FleetLock;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * FleetLock servers, asked over HTTP.
 *
 * <p>Each call is one exchange, and none is repeated here: whether the server heard a question that
 * it did not answer does not matter, since the next run asks again and is answered the same.
 */
public final class HttpRebootLocks implements RebootLocks {
  /** Long enough for a server that asks others before it answers. */
  public static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Errors are short. */
  private static final long MOST_BYTES = 64L * 1024;

  private final Path root;
  private final HostClient client;
  private final Duration timeout;

  /**
   * Connects to nothing yet.
   *
   * @param root put before the host paths of machine-id and certificates
   * @param environment for the proxy
   * @param timeout of one call
   */
  public HttpRebootLocks(Path root, Map<String, String> environment, Duration timeout) {
    this.root = root;
    this.client = new HostClient(root, environment, Redirect.NEVER);
    this.timeout = timeout;
  }

  @Override
  public Answer acquire(FleetLock lock) throws InterruptedException {
    return ask(lock, "v1/pre-reboot", "to let this host reboot");
  }

  @Override
  public Answer release(FleetLock lock) throws InterruptedException {
    return ask(lock, "v1/steady-state", "to take back this host's lock");
  }

  private Answer ask(FleetLock lock, String path, String what) throws InterruptedException {
    URI address;
    try {
      address = address(lock.url(), path);
    } catch (URISyntaxException _) {
      // It may hold a password, so it is not shown.
      return new Answer.Silent(
          "tried to ask a FleetLock server %s, but its url is no address".formatted(what));
    }
    try {
      return answer(exchange(address, body(NodeId.of(root), lock.group())));
    } catch (UnansweredException e) {
      return new Answer.Silent(
          "tried to ask FleetLock at '%s' %s, but %s%s"
              .formatted(
                  Addresses.authority(address),
                  what,
                  e.reason(),
                  e.remedy() == null ? "" : "; " + e.remedy()));
    }
  }

  /** Below the base, whether or not that ends with a slash. */
  private static URI address(String base, String path) throws URISyntaxException {
    var uri = new URI(base);
    if (!Addresses.namesServer(uri) || uri.getRawQuery() != null) {
      throw new URISyntaxException(base, "it cannot be the base of a server");
    }
    var prefix = uri.getRawPath().replaceFirst("/+$", "");
    return new URI("%s://%s%s/%s".formatted(uri.getScheme(), uri.getRawAuthority(), prefix, path));
  }

  private static String body(String node, String group) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("client_params").put("id", node).put("group", group);
    return body.toString();
  }

  private HttpResponse<byte[]> exchange(URI address, String body)
      throws UnansweredException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address)
            .header("User-Agent", "atomic-reconcile")
            .header("fleet-lock-protocol", "true")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return client.exchange(request, HttpRebootLocks::taken, timeout);
  }

  /** Of a yes, nothing more is wanted. */
  private static BodySubscriber<byte[]> taken(HttpResponse.ResponseInfo info) {
    return isGranted(info.statusCode())
        ? HostClient.unread()
        : BodySubscribers.limiting(BodySubscribers.ofByteArray(), MOST_BYTES);
  }

  private static boolean isGranted(int status) {
    return status / 100 == 2;
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    var status = response.statusCode();
    if (isGranted(status)) {
      return new Answer.Granted();
    }
    var said = said(response.body());
    var why = said.text("value");
    return new Answer.Refused(
        status,
        Sayings.plain(Objects.requireNonNullElse(said.text("kind"), "")),
        why != null
            ? Sayings.plain(why)
            : status / 100 == 3
                ? "it sends who asks to another address (%d)".formatted(status)
                : "it gave no reason (%d)".formatted(status));
  }

  /** The error of the protocol; empty = what was sent is none, such as a proxy's page. */
  private static Json said(byte[] body) {
    try {
      return Json.object(body);
    } catch (IllegalArgumentException _) {
      return Json.object("{}".getBytes(UTF_8));
    }
  }
}
