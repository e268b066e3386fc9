package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Tally;
import io.atomic.reconcile.report.Condition.Truth;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What Prometheus is told: counters of all runs, and gauges of how things stand. */
final class Metrics {
  private static final String PREFIX = "atomic_reconcile";
  private static final List<String> ENDS_OF_RUNS =
      List.of("failed", "interrupted", "refused", "succeeded");
  private static final List<String> ENDS_OF_NOTIFICATIONS =
      List.of("delivered", "dropped", "failed");

  private final Sight sight;
  private final List<MetricSnapshot> all = new ArrayList<>();

  private Metrics(Sight sight) {
    this.sight = sight;
  }

  static MetricSnapshots of(Tally tally, Sight sight) {
    var metrics = new Metrics(sight);
    metrics.info("", "The program itself.", List.of(Labels.of("version", sight.version())));
    metrics.runs(tally);
    metrics.apps(tally);
    metrics.host();
    metrics.surroundings(tally);
    return new MetricSnapshots(metrics.all);
  }

  private void runs(Tally tally) {
    time("last_run_timestamp_seconds", "When the last run ended.", tally.lastRunAt());
    time(
        "last_success_timestamp_seconds",
        "When a run ended last after which everything was as it should be.",
        tally.lastSuccessAt());
    time("next_run_timestamp_seconds", "When the daemon runs next.", sight.nextRunAt());
    var times = tally.times();
    all.add(
        new HistogramSnapshot(
            metadata("run_duration_seconds", "How long runs took."),
            List.of(
                new HistogramDataPointSnapshot(
                    ClassicHistogramBuckets.of(bounds(), times.counts()),
                    times.seconds(),
                    Labels.EMPTY,
                    Exemplars.EMPTY,
                    0))));
    counter(
        "runs",
        "Runs by how they ended: succeeded, failed, refused, interrupted.",
        withZeros(tally.runs(), ENDS_OF_RUNS).entrySet().stream()
            .map(run -> count(run.getValue(), Labels.of("result", run.getKey())))
            .toList());
    counter(
        "lock_contended",
        "Runs that gave up waiting for another one to end.",
        List.of(count(tally.lockContended(), Labels.EMPTY)));
  }

  /** Prometheus sees a counter grow only if it was there before. */
  private static SortedMap<String, Long> withZeros(Map<String, Long> counts, List<String> all) {
    var complete = new TreeMap<>(counts);
    all.forEach(one -> complete.putIfAbsent(one, 0L));
    return complete;
  }

  private static List<Double> bounds() {
    var bounds = new ArrayList<>(Tally.RunTimes.BOUNDS);
    bounds.add(Double.POSITIVE_INFINITY);
    return bounds;
  }

  private void apps(Tally tally) {
    info(
        "_app",
        "How an app stands, in words, and the digest of its image.",
        sight.apps().stream()
            .map(app ->
                Labels.of(
                    "app",
                    app.id().name(),
                    "sync",
                    app.sync().word(),
                    "health",
                    app.health().word(),
                    "digest",
                    digest(app)))
            .toList());
    perApp("app_ready", "Whether the app is what its manifest says.", app -> isTrue(app.ready()));
    perApp(
        "app_drifted",
        "Whether the app was changed by hand, and is still so.",
        app -> holds(app, Condition.Type.DRIFTED));
    gauge(
        "suspended",
        "How many apps are suspended.",
        List.of(
            value(
                (double)
                    sight.apps().stream()
                        .filter(app -> app.health() == ResourceStatus.Health.SUSPENDED)
                        .count(),
                Labels.EMPTY)));
    counter(
        "app_changes",
        "Steps that were carried out or failed.",
        tally.changes().entrySet().stream()
            .map(change ->
                count(
                    change.getValue(),
                    Labels.of(
                        "app",
                        change.getKey().app(),
                        "action",
                        change.getKey().action(),
                        "result",
                        Tree.word(change.getKey().result()))))
            .toList());
    counter(
        "app_rollbacks",
        "Versions that failed and gave way to the one before.",
        withZeros(tally.rollbacks(), sight.apps().stream().map(app -> app.id().name()).toList())
            .entrySet()
            .stream()
            .map(app -> count(app.getValue(), Labels.of("app", app.getKey())))
            .toList());
    gauge(
        "held",
        "1 for each resource that runs leave as it is although it is not what its manifest says.",
        sight.held().entrySet().stream()
            .map(held ->
                value(
                    1,
                    Labels.of(
                        "resource", held.getKey().toString(), "reason", held.getValue().word())))
            .toList());
  }

  private void host() {
    var host = sight.host();
    info(
        "_host",
        "How the host stands, in words, and what is booted.",
        host == null
            ? List.of()
            : List.of(
                Labels.of(
                    "sync",
                    host.sync().word(),
                    "health",
                    host.health().word(),
                    "booted",
                    host.booted() == null ? "" : host.booted().title())));
    gauge(
        "reboot_required",
        "Whether what boots next is wanted and does not run yet.",
        List.of(
            value(
                host != null && holds(host, Condition.Type.REBOOT_REQUIRED) ? 1 : 0,
                Labels.EMPTY)));
  }

  private void surroundings(Tally tally) {
    flag(
        "settings_valid",
        "Whether the settings could be read as they are now.",
        sight.settingsValid());
    flag("engine_up", "Whether the container engine answers, or is not needed.", sight.engineUp());
    gauge(
        "manifest_errors",
        "Mistakes in manifests.",
        List.of(value(sight.manifestErrors(), Labels.EMPTY)));
    counter(
        "notifications",
        "Messages to receivers of notifications: delivered, failed tries, dropped.",
        withZeros(tally.notifications(), ENDS_OF_NOTIFICATIONS).entrySet().stream()
            .map(one -> count(one.getValue(), Labels.of("result", one.getKey())))
            .toList());
    gauge(
        "notifications_pending",
        "Messages that nobody has taken yet.",
        List.of(value(sight.pending(), Labels.EMPTY)));
  }

  /** What its registry calls it; empty = it came from none, or nothing is installed. */
  private static String digest(AppStatus app) {
    var image = app.image();
    var resolution = image == null ? null : image.resolution();
    return resolution == null || resolution.digest() == null ? "" : resolution.digest();
  }

  private static boolean isTrue(Condition condition) {
    return condition.status() == Truth.TRUE;
  }

  private static boolean holds(ResourceStatus status, Condition.Type type) {
    return status.conditions().stream().anyMatch(one -> one.type() == type && isTrue(one));
  }

  private void perApp(String name, String help, Predicate<AppStatus> question) {
    Function<AppStatus, GaugeDataPointSnapshot> point =
        app -> value(question.test(app) ? 1 : 0, Labels.of("app", app.id().name()));
    gauge(name, help, sight.apps().stream().map(point).toList());
  }

  private void time(String name, String help, @Nullable Instant time) {
    if (time != null) {
      gauge(name, help, List.of(value(time.toEpochMilli() / 1000.0, Labels.EMPTY)));
    }
  }

  private void flag(String name, String help, boolean holds) {
    gauge(name, help, List.of(value(holds ? 1 : 0, Labels.EMPTY)));
  }

  private void info(String name, String help, List<Labels> labels) {
    if (!labels.isEmpty()) {
      all.add(
          new InfoSnapshot(
              new MetricMetadata(PREFIX + name, help),
              labels.stream().map(InfoDataPointSnapshot::new).toList()));
    }
  }

  private void gauge(String name, String help, List<GaugeDataPointSnapshot> points) {
    if (!points.isEmpty()) {
      all.add(new GaugeSnapshot(metadata(name, help), points));
    }
  }

  private void counter(String name, String help, List<CounterDataPointSnapshot> points) {
    if (!points.isEmpty()) {
      all.add(new CounterSnapshot(metadata(name, help), points));
    }
  }

  private static MetricMetadata metadata(String name, String help) {
    return new MetricMetadata(PREFIX + "_" + name, help);
  }

  private static GaugeDataPointSnapshot value(double value, Labels labels) {
    return new GaugeDataPointSnapshot(value, labels, null);
  }

  private static CounterDataPointSnapshot count(long value, Labels labels) {
    return new CounterDataPointSnapshot((double) value, labels, null, 0);
  }
}
