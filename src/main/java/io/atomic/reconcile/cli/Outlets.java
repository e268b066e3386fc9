package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Secrets;
import io.atomic.reconcile.host.LocalHostFiles;
import io.atomic.reconcile.manifest.Settings;
import io.atomic.reconcile.model.Exposition;
import io.atomic.reconcile.model.Exposition.Listen;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.monitor.MetricsServer;
import io.atomic.reconcile.monitor.SelfCheck;
import io.atomic.reconcile.monitor.Textfile;
import io.atomic.reconcile.notify.Couriers;
import io.atomic.reconcile.notify.Delivery;
import io.atomic.reconcile.policy.AlertEdges;
import io.atomic.reconcile.state.KeptFile;
import io.atomic.reconcile.state.StateDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The part of the wiring by which this host is seen from outside. */
final class Outlets {
  private final Path root;
  private final StateDirectory state;
  private final Settings settings;
  private final SortedMap<String, String> environment;
  private final Secrets secrets;
  private final Monitoring.Look look;

  /**
   * Opens nothing yet.
   *
   * @param environment of children
   * @param look at the whole host
   */
  Outlets(
      Path root,
      StateDirectory state,
      Settings settings,
      SortedMap<String, String> environment,
      Secrets secrets,
      Monitoring.Look look) {
    this.root = root;
    this.state = state;
    this.settings = settings;
    this.environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    this.secrets = secrets;
    this.look = look;
  }

  /** What the world outside learns of runs; null = the settings want nothing of that. */
  @Nullable Monitoring monitoring() {
    var metrics = settings.metrics();
    var receivers = settings.notifications();
    if (metrics.equals(Exposition.NONE) && receivers.isEmpty()) {
      return null;
    }
    var clock = Clock.systemUTC();
    var book = KeptFile.alerts(state);
    var couriers = new Couriers(root, System.getenv(), environment, secrets);
    return new Monitoring(
        new Monitoring.Ports(
            look,
            KeptFile.tally(state),
            book,
            metrics.textfile() == null ? null : new Textfile(below(metrics.textfile())),
            now -> new AlertEdges(receivers, LocalHostFiles.hostname(), now),
            new Delivery(book, receivers, couriers, clock)),
        Version.number(),
        clock);
  }

  /**
   * Serves metrics, as the settings say; null = they say nothing of that.
   *
   * @param health whether the daemon makes progress
   * @param readiness whether it has run, and can run
   */
  @Nullable MetricsServer serving(
      Monitoring monitoring, Supplier<SelfCheck> health, Supplier<SelfCheck> readiness)
      throws EffectException {
    var listen = settings.metrics().listen();
    if (listen == null) {
      return null;
    }
    return MetricsServer.start(
        listen instanceof Listen.UnixSocket(var path)
            ? new Listen.UnixSocket(below(path).toString())
            : listen,
        new MetricsServer.Pages(monitoring.page(), health, readiness));
  }

  /**
   * What of that cannot work on this host.
   *
   * @param places of what the settings say
   */
  List<Problem> problems(SortedMap<String, Place> places) {
    return new OutletCheck(root, environment, secrets, places).of(settings);
  }

  private Path below(String hostPath) {
    return root.resolve(hostPath.substring(1));
  }
}
