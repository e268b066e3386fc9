package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Kept;
import io.atomic.reconcile.model.AlertBook;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Tally;
import io.atomic.reconcile.monitor.MetricsPage;
import io.atomic.reconcile.monitor.Textfile;
import io.atomic.reconcile.notify.Delivery;
import io.atomic.reconcile.policy.AlertEdges;
import io.atomic.reconcile.report.Alerts;
import io.atomic.reconcile.report.FinishedRun;
import io.atomic.reconcile.report.MetricsText;
import io.atomic.reconcile.report.Sight;
import io.atomic.reconcile.report.Tallying;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the world outside learns of runs: metrics and notifications. Nothing that goes wrong here
 * makes a run fail; it is a problem that somebody is told of.
 */
final class Monitoring {
  private final Ports ports;
  private final String version;
  private final Clock clock;
  private volatile Sight sight;

  /**
   * Where it looks and what it writes.
   *
   * @param textfile null = none is wanted
   * @param edges who is to be told, at that time
   */
  record Ports(
      Look look,
      Kept<Tally> tally,
      Kept<AlertBook> book,
      @Nullable Textfile textfile,
      Function<Instant, AlertEdges> edges,
      Delivery delivery) {}

  /** Looks at the whole host. */
  interface Look {
    /** Null = there is nothing to be seen. */
    @Nullable Proposal now() throws EffectException, InterruptedException;
  }

  Monitoring(Ports ports, String version, Clock clock) {
    this.ports = ports;
    this.version = version;
    this.clock = clock;
    this.sight = Sight.blank(version);
  }

  /**
   * Counts a run, looks at what it has left, and puts down what is to be told; delivers nothing.
   *
   * @param settings what is wrong with them as they are now
   * @param nextRun null = nobody has planned one
   * @return what went wrong
   */
  List<Problem> after(FinishedRun run, List<Problem> settings, @Nullable Instant nextRun)
      throws InterruptedException {
    var problems = new ArrayList<Problem>();
    var look = Tallying.isRun(run.report()) ? look(problems) : null;
    problems.addAll(after(run, look, settings, nextRun));
    return problems;
  }

  /**
   * The same for who has looked already.
   *
   * @param look at what the run has left; null = that was not possible
   */
  List<Problem> after(
      FinishedRun run, @Nullable Proposal look, List<Problem> settings, @Nullable Instant nextRun) {
    var report = run.report();
    var problems = new ArrayList<Problem>();
    try {
      var known = look == null ? null : apps(look);
      ports.tally().update(tally -> Tallying.counted(tally, report, known));
      var book =
          Tallying.isRun(report) ? noted(Alerts.of(run, look, settings)) : ports.book().load();
      see(before ->
          (look == null ? before : Sight.of(look, version))
              .with(isValid(settings), nextRun, book.pending()));
    } catch (EffectException e) {
      problems.add(warning(e));
    }
    problems.addAll(write());
    return problems;
  }

  /** Somebody has looked, and there was no need of a run: what that shows is told as well. */
  List<Problem> saw(Proposal look, List<Problem> settings, @Nullable Instant nextRun) {
    see(before -> Sight.of(look, version).with(isValid(settings), nextRun, before.pending()));
    var problems = new ArrayList<Problem>();
    try {
      seePending(noted(Alerts.of(look, settings)));
    } catch (EffectException e) {
      problems.add(warning(e));
    }
    problems.addAll(write());
    return problems;
  }

  private AlertBook noted(AlertEdges.Seen seen) throws EffectException {
    return ports.book().update(before -> ports.edges().apply(clock.instant()).after(before, seen));
  }

  private static boolean isValid(List<Problem> settings) {
    return settings.stream().noneMatch(Problem::isError);
  }

  private @Nullable Proposal look(List<Problem> problems) throws InterruptedException {
    try {
      return ports.look().now();
    } catch (EffectException e) {
      problems.add(warning(e));
      return null;
    }
  }

  private static Set<String> apps(Proposal look) {
    var apps = new HashSet<>(look.situation().desired().apps().keySet());
    apps.addAll(look.situation().recorded().apps().keySet());
    return apps;
  }

  /**
   * Delivers what is due, and counts it.
   *
   * @param limit after which no delivery is begun
   */
  Delivery.Round deliver(Duration limit) throws InterruptedException {
    try {
      var round = ports.delivery().deliver(limit);
      if (round.delivered() + round.failed() + round.dropped() == 0) {
        return round;
      }
      ports.tally().update(tally -> counted(tally, round));
      seePending(ports.book().load());
      var problems = new ArrayList<>(round.problems());
      problems.addAll(write());
      return new Delivery.Round(
          round.delivered(), round.failed(), round.dropped(), problems, round.next());
    } catch (EffectException e) {
      return new Delivery.Round(0, 0, 0, List.of(warning(e)), null);
    }
  }

  /** Runs and deliveries each know a part of it. */
  private synchronized void see(UnaryOperator<Sight> change) {
    sight = change.apply(sight);
  }

  private void seePending(AlertBook book) {
    see(before -> before.with(before.settingsValid(), before.nextRunAt(), book.pending()));
  }

  private static Tally counted(Tally tally, Delivery.Round round) {
    return tally
        .withNotifications("delivered", round.delivered())
        .withNotifications("failed", round.failed())
        .withNotifications("dropped", round.dropped());
  }

  /** What was counted last is what the file says in the end, whoever counted it. */
  private synchronized List<Problem> write() {
    var textfile = ports.textfile();
    if (textfile == null) {
      return List.of();
    }
    try {
      textfile.write(MetricsText.of(ports.tally().load(), sight).text());
      return List.of();
    } catch (EffectException e) {
      return List.of(warning(e));
    }
  }

  /** For who asks over HTTP. */
  MetricsPage page() {
    return accept -> {
      try {
        return MetricsText.accepted(ports.tally().load(), sight, accept);
      } catch (EffectException _) {
        // The gauges are known all the same.
        return MetricsText.accepted(Tally.NOTHING, sight, accept);
      }
    };
  }

  private static Problem warning(EffectException e) {
    return new Problem(Problem.Severity.WARNING, null, null, e.message(), e.remedy());
  }
}
