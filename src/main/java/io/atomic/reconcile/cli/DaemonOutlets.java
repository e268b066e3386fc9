package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.monitor.MetricsServer;
import io.atomic.reconcile.monitor.SelfCheck;
import io.atomic.reconcile.notify.Delivery;
import io.atomic.reconcile.notify.Postman;
import io.atomic.reconcile.report.FinishedRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the daemon is seen from outside, as the settings that hold want it. */
final class DaemonOutlets implements AutoCloseable {
  private final Console console;
  private final Supplier<@Nullable String> ailment;
  private final Supplier<@Nullable String> unreadiness;
  private @Nullable Monitoring monitoring;
  private volatile @Nullable MetricsServer server;
  private @Nullable Postman postman;
  private String trouble = "";

  /**
   * Shows nothing yet.
   *
   * @param ailment what is wrong with the daemon's progress; null = nothing
   * @param unreadiness why it cannot be relied upon; null = it can
   */
  DaemonOutlets(
      Console console, Supplier<@Nullable String> ailment, Supplier<@Nullable String> unreadiness) {
    this.console = console;
    this.ailment = ailment;
    this.unreadiness = unreadiness;
  }

  /**
   * As these settings want it, and no longer as others did.
   *
   * @param places of what they say
   */
  synchronized void open(Outlets outlets, SortedMap<String, Place> places) {
    close();
    console.problems(outlets.problems(places));
    var now = outlets.monitoring();
    monitoring = now;
    if (now == null) {
      return;
    }
    postman = Postman.start(limit -> delivered(now, limit), this::bug, Clock.systemUTC());
    try {
      server = outlets.serving(now, selfCheck(ailment), selfCheck(unreadiness));
    } catch (EffectException e) {
      // Apps are more than numbers about them.
      console.problem(e);
    }
  }

  private static Supplier<SelfCheck> selfCheck(Supplier<@Nullable String> trouble) {
    return () -> {
      var what = trouble.get();
      return what == null ? new SelfCheck.Passed() : new SelfCheck.Failed(what);
    };
  }

  private Delivery.Round delivered(Monitoring monitoring, Duration limit)
      throws InterruptedException {
    var round = monitoring.deliver(limit);
    console.problems(round.problems());
    return round;
  }

  /** Nobody else would learn of it, and everything else goes on. */
  private void bug(RuntimeException e) {
    console.warns("this is a bug of atomic-reconcile, in 'notifications': " + e, null);
  }

  /**
   * Tells what there is to tell.
   *
   * @param run null = there was no run
   * @param seen null = a look was not possible
   * @param settings what is wrong with those that are on disk
   */
  synchronized void tell(
      @Nullable FinishedRun run,
      @Nullable Proposal seen,
      List<Problem> settings,
      @Nullable Instant nextRun) {
    if (monitoring == null) {
      return;
    }
    if (run != null) {
      console.problems(monitoring.after(run, seen, settings, nextRun));
    } else if (seen != null) {
      console.problems(monitoring.saw(seen, settings, nextRun));
    }
    if (postman != null) {
      postman.comes();
    }
  }

  /** Looks whether those outside still find it; waits for nobody who tells or reads settings. */
  void look() {
    var now = server;
    try {
      if (now != null && now.look()) {
        console.says("the socket for who asks for metrics was taken away; it is there again");
      }
      trouble = "";
    } catch (EffectException e) {
      // It is looked for all day long.
      if (!e.message().equals(trouble)) {
        console.warns(
            "the socket for who asks for metrics was taken away; " + e.message(), e.remedy());
      }
      trouble = e.message();
    }
  }

  @Override
  public synchronized void close() {
    var former = server;
    if (former != null) {
      former.close();
      server = null;
    }
    if (postman != null) {
      postman.close();
      postman = null;
    }
  }
}
