package io.atomic.reconcile.fleetlock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** A FleetLock server that answers as airlock or as poseidon/fleetlock does, or not at all. */
public final class FakeLockServer implements AutoCloseable {
  private static final String ACQUIRE = "/v1/pre-reboot";
  private static final String RELEASE = "/v1/steady-state";
  private static final Pattern GROUP = Pattern.compile("[a-zA-Z0-9.-]+");
  private static final JsonMapper MAPPER = new JsonMapper();

  private final HttpServer server;
  private final String url;
  private final String prefix;
  private final Dialect dialect;
  private final Map<String, TreeSet<String>> holders = new TreeMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Mishap mishap = Mishap.NONE;

  /** What goes wrong with each exchange. */
  public enum Mishap {
    NONE,
    /** There is never an answer. */
    HANGS,
    /** The connection ends before the question was considered. */
    DROPS,
    /** What was asked is done, and the connection ends before the answer. */
    DROPS_THE_ANSWER,
    /** An error that has nothing to do with the protocol. */
    ANSWERS_GARBAGE,
    /** An error without an end in sight. */
    ANSWERS_AT_LENGTH,
    /** What was asked is done, and the answer's text never ends. */
    AGREES_AT_LENGTH,
    /** It sends who asks elsewhere. */
    REDIRECTS
  }

  /** One question. */
  public record Asked(
      String method, String path, @Nullable String protocol, @Nullable String type, String body) {}

  private record Reply(int status, String body) {
    static final Reply OK = new Reply(200, "");

    static Reply error(int status, String kind, String value) {
      return new Reply(
          status,
          JsonNodeFactory.instance.objectNode().put("kind", kind).put("value", value).toString());
    }
  }

  /** Where the servers differ. */
  private interface Dialect {
    /** Null = there is nothing wrong with how it is asked. */
    @Nullable Reply objection(Asked asked, String id, String group);

    Reply full(String group, SortedSet<String> holders);

    /** How many may have the lock of a group. */
    int slots(String group);

    /** What somebody is told who has no lock to give back while others have it. */
    Reply notTheirs(String group, SortedSet<String> holders);
  }

  /** Semaphores in etcd, with so many slots for each group that there is. */
  private record Airlock(Map<String, Integer> groups) implements Dialect {
    @Override
    public @Nullable Reply objection(Asked asked, String id, String group) {
      if (!asked.method().equals("POST") || !"true".equals(asked.protocol()) || id.isEmpty()) {
        return Reply.error(
            400, "invalid_client_identity", "failed to validate client identity: empty client ID");
      }
      return groups.containsKey(group)
          ? null
          : Reply.error(400, "unknown_group", "unknown group '%s'".formatted(group));
    }

    @Override
    public int slots(String group) {
      return groups.getOrDefault(group, 0);
    }

    @Override
    public Reply full(String group, SortedSet<String> holders) {
      return Reply.error(
          500, "failed_lock", "all %d semaphore slots currently locked".formatted(slots(group)));
    }

    @Override
    public Reply notTheirs(String group, SortedSet<String> holders) {
      return Reply.OK;
    }
  }

  /** A lease in Kubernetes for each group that somebody asks for, which one can have. */
  private record Poseidon() implements Dialect {
    @Override
    public @Nullable Reply objection(Asked asked, String id, String group) {
      if (!asked.method().equals("POST")) {
        return Reply.error(405, "method_not_allowed", "required method POST");
      }
      if (!"true".equals(asked.protocol())) {
        return Reply.error(400, "missing_header", "missing required header fleet-lock-protocol");
      }
      return id.isEmpty() || !GROUP.matcher(group).matches()
          ? Reply.error(400, "decode_error", "error decoding message")
          : null;
    }

    @Override
    public int slots(String group) {
      return 1;
    }

    @Override
    public Reply full(String group, SortedSet<String> holders) {
      return Reply.error(
          423, "lock_held", "reboot lease unavailable, held by %s".formatted(holders.getFirst()));
    }

    @Override
    public Reply notTheirs(String group, SortedSet<String> holders) {
      return holders.isEmpty() ? Reply.OK : full(group, holders);
    }
  }

  private FakeLockServer(Dialect dialect, String prefix, @Nullable SSLContext identity) {
    this.dialect = dialect;
    this.prefix = prefix;
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      this.server = identity == null ? HttpServer.create() : https(identity);
      server.bind(address, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.url =
        "%s://127.0.0.1:%d%s"
            .formatted(identity == null ? "http" : "https", server.getAddress().getPort(), prefix);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  private static HttpsServer https(SSLContext identity) throws IOException {
    var server = HttpsServer.create();
    server.setHttpsConfigurator(new HttpsConfigurator(identity));
    return server;
  }

  /**
   * One that behaves like airlock.
   *
   * @param groups how many slots each has
   */
  public static FakeLockServer airlock(Map<String, Integer> groups) {
    return new FakeLockServer(new Airlock(Map.copyOf(groups)), "", null);
  }

  /** One that behaves like poseidon/fleetlock. */
  public static FakeLockServer fleetlock() {
    return new FakeLockServer(new Poseidon(), "", null);
  }

  /** One that behaves like poseidon/fleetlock and answers below a path only. */
  static FakeLockServer fleetlockBelow(String prefix) {
    return new FakeLockServer(new Poseidon(), prefix, null);
  }

  /** One that behaves like poseidon/fleetlock and can prove who it is. */
  static FakeLockServer fleetlock(SSLContext identity) {
    return new FakeLockServer(new Poseidon(), "", identity);
  }

  /** What goes wrong from now on. */
  public void suffers(Mishap next) {
    mishap = next;
  }

  /** For a manifest; without a slash at its end. */
  public String url() {
    return url;
  }

  /** Who has the lock of a group. */
  public synchronized SortedSet<String> holders(String group) {
    return Collections.unmodifiableSortedSet(
        new TreeSet<>(holders.getOrDefault(group, new TreeSet<>())));
  }

  /** Lets somebody have the lock. */
  public synchronized void isHeldBy(String group, String id) {
    holders.computeIfAbsent(group, _ -> new TreeSet<>()).add(id);
  }

  /** Takes it from them. */
  public synchronized void isGivenBackBy(String group, String id) {
    holders.getOrDefault(group, new TreeSet<>()).remove(id);
  }

  /** All questions so far. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      var question =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              headers.getFirst("fleet-lock-protocol"),
              headers.getFirst("Content-Type"),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      asked.add(question);
      switch (mishap) {
        case NONE -> send(exchange, answer(question));
        case HANGS -> closed.await();
        case DROPS -> {}
        case DROPS_THE_ANSWER -> answer(question);
        case ANSWERS_GARBAGE -> send(exchange, new Reply(502, "<html>\u001b[31mBad gateway"));
        case ANSWERS_AT_LENGTH -> sendWithoutEnd(exchange, 500);
        case AGREES_AT_LENGTH -> sendWithoutEnd(exchange, answer(question).status());
        case REDIRECTS -> {
          exchange.getResponseHeaders().set("Location", url + "/elsewhere");
          send(exchange, new Reply(307, ""));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    var bytes = reply.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void sendWithoutEnd(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, 0);
    var some = "{\"kind\":\"\",".repeat(1000).getBytes(UTF_8);
    while (closed.getCount() > 0) {
      exchange.getResponseBody().write(some);
    }
  }

  private synchronized Reply answer(Asked question) {
    var isAcquire = question.path().equals(prefix + ACQUIRE);
    if (!isAcquire && !question.path().equals(prefix + RELEASE)) {
      return new Reply(404, "404 page not found\n");
    }
    var client = client(question.body());
    var id = client.path("id").asString("");
    var group = client.path("group").asString("");
    var objection = dialect.objection(question, id, group);
    if (objection != null) {
      return objection;
    }
    var held = holders.computeIfAbsent(group, _ -> new TreeSet<>());
    if (!isAcquire) {
      return held.remove(id) ? Reply.OK : dialect.notTheirs(group, held);
    }
    if (!held.contains(id) && held.size() >= dialect.slots(group)) {
      return dialect.full(group, held);
    }
    held.add(id);
    return Reply.OK;
  }

  private static JsonNode client(String body) {
    try {
      return MAPPER.readTree(body).path("client_params");
    } catch (JacksonException _) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
