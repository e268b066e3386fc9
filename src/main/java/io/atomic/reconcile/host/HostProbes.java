package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.ProbeAnswer;
import io.atomic.reconcile.cycle.ProbeAnswer.Said;
import io.atomic.reconcile.cycle.ProbeAnswer.Silent;
import io.atomic.reconcile.cycle.ProbeAnswer.Unable;
import io.atomic.reconcile.cycle.Probes;
import io.atomic.reconcile.process.ChildCommand;
import io.atomic.reconcile.process.ChildCommand.Streams;
import io.atomic.reconcile.process.ChildListener;
import io.atomic.reconcile.process.ChildProcesses;
import io.atomic.reconcile.process.ChildResult;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks over the network and of systemd, from this host. */
public final class HostProbes implements Probes {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Connecting and answering have a limit each. */
  private static final Duration HTTP_LIMIT = LIMIT.multipliedBy(2);

  private static final int MOST_PORTS = 65535;
  private static final Path ROOT = Path.of("/");

  /** Where sd_booted(3) looks. */
  private static final Path BOOTED_BY_SYSTEMD = Path.of("/run/systemd/system");

  private final ChildProcesses processes = new ChildProcesses();
  private final SortedMap<String, String> environment;
  private final Path bootedBySystemd;

  /**
   * Asks nothing yet.
   *
   * @param environment of children, with the PATH in which they are found
   */
  public HostProbes(SortedMap<String, String> environment) {
    this(environment, BOOTED_BY_SYSTEMD);
  }

  HostProbes(SortedMap<String, String> environment, Path bootedBySystemd) {
    this.environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    this.bootedBySystemd = bootedBySystemd;
  }

  @Override
  public ProbeAnswer http(String url) throws InterruptedException {
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(LIMIT)
              .header("User-Agent", "atomic-reconcile")
              .build();
    } catch (IllegalArgumentException e) {
      return new Unable("it is no URL of a host: " + reason(e));
    }
    return within(HTTP_LIMIT, () -> new Said(String.valueOf(status(request))));
  }

  /** A client of its own, so that no connection to a container that is gone is used again. */
  private static int status(HttpRequest request) throws IOException, InterruptedException {
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(LIMIT)
            .build();
    try {
      var response = client.send(request, BodyHandlers.ofInputStream());
      // A body has no bound, and does not count.
      response.body().close();
      return response.statusCode();
    } finally {
      client.shutdownNow();
    }
  }

  @Override
  public ProbeAnswer tcp(String address) throws InterruptedException {
    var colon = address.lastIndexOf(':');
    var host = address.substring(0, colon);
    var port = Integer.parseInt(address.substring(colon + 1));
    return port == 0 || port > MOST_PORTS
        ? new Unable("there is no port %d".formatted(port))
        : within(LIMIT, () -> connect(host, port));
  }

  /** A name can have several addresses, of which one is enough. */
  private static ProbeAnswer connect(String host, int port) throws IOException {
    var refusal = new IOException("it has no address");
    for (var address : InetAddress.getAllByName(host)) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), (int) LIMIT.toMillis());
        return new Said(OPEN);
      } catch (IOException e) {
        refusal = e;
      }
    }
    throw refusal;
  }

  @Override
  public ProbeAnswer unit(String name) throws InterruptedException {
    if (!Files.isDirectory(bootedBySystemd)) {
      return new Unable("this machine was not booted by systemd");
    }
    var words = List.of("systemctl", "is-active", "--", name);
    var command = ChildCommand.of(words, environment, ROOT, LIMIT).withStreams(Streams.SEPARATE);
    return switch (processes.run(command, ChildListener.NONE)) {
      case ChildResult.NotStarted(var reason) -> new Unable(reason);
      case ChildResult.Exited(_, var output) when !output.text().isBlank() ->
          new Said(output.text().strip());
      case ChildResult ended -> new Silent(silence(ended));
    };
  }

  private static String silence(ChildResult ended) {
    var lines = ended.output().lastLines(1);
    return lines.isEmpty() ? "systemctl said nothing" : "systemctl said: " + lines.getFirst();
  }

  /**
   * Looking up names knows neither a deadline nor an interruption, so it goes on alone when it is
   * given up.
   */
  private static ProbeAnswer within(Duration limit, Callable<ProbeAnswer> probe)
      throws InterruptedException {
    var task = new FutureTask<>(probe);
    var thread = Thread.ofVirtual().name("probe").start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return new Silent("it took too long");
    } catch (ExecutionException e) {
      return new Silent(reason(e.getCause() == null ? e : e.getCause()));
    } finally {
      thread.interrupt();
    }
  }

  private static boolean isUnresolved(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }

  /** The JDK's client leaves out what happened where it is nothing special. */
  private static String reason(Throwable thrown) {
    return switch (thrown) {
      case HttpTimeoutException _ -> "it took too long";
      case UnknownHostException _ -> "its name has no address";
      case ConnectException e when isUnresolved(e) -> "its name has no address";
      case ConnectException e when e.getMessage() == null -> "nothing accepts connections";
      default ->
          thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
    };
  }
}
