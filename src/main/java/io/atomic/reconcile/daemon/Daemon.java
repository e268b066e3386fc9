package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.EngineEvents;
import io.atomic.reconcile.cycle.ManifestChanges;
import io.atomic.reconcile.daemon.Reconciler.Reread;
import io.atomic.reconcile.model.Durations;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the host as its manifests say, until it is told to end. What happens anywhere only writes
 * into the agenda; the thread that calls {@link #run} makes one run after the other.
 */
public final class Daemon {
  /** Less than systemd waits before it kills; the rest is for children that do not end. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration FIRST_TRY = Duration.ofSeconds(3);
  private static final Duration AFTER_A_BUG = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final Ports ports;
  private final Agenda agenda = new Agenda(System::nanoTime);
  private final Backoff backoff = new Backoff(System::nanoTime, RandomGenerator.getDefault());
  private final Heartbeat heartbeat = new Heartbeat(System::nanoTime, agenda);
  private final QuartzTimer timer;
  private final EngineWatch engine;
  private final Stopping stopping;
  private final Lookout lookout;
  private final Runs runs;

  /** The world of the daemon. */
  public record Ports(
      Reconciler reconciler,
      EngineEvents engine,
      ManifestChanges manifests,
      ServiceManager manager,
      Chronicle chronicle,
      Memory memory) {}

  /** A daemon whose runs are made by this thread. */
  public Daemon(Ports ports) {
    this.ports = ports;
    this.timer = new QuartzTimer(agenda, RandomGenerator.getDefault(), ports.chronicle());
    this.engine = new EngineWatch(ports.engine(), agenda, backoff, ports.chronicle());
    this.stopping = new Stopping(Thread.currentThread(), PATIENCE);
    this.lookout = new Lookout(ports, timer, engine);
    this.runs = new Runs(ports, agenda, new Retries(agenda, backoff), heartbeat, lookout, stopping);
  }

  /** What is wrong with its progress, as a clause; null = nothing. Any thread may ask. */
  public @Nullable String ailment() {
    return heartbeat.ailment();
  }

  /** Why it is not ready to be relied upon, as a clause; null = it is. */
  public @Nullable String unreadiness() {
    return lookout.unreadiness();
  }

  /**
   * Runs until {@link #end}.
   *
   * @throws AlreadyRunningException if another one listens at the control socket
   * @throws IOException in words, if nobody could ask for anything at the control socket
   */
  public void run() throws IOException {
    var terms = ports.reconciler().terms();
    try (var socket = ControlSocket.open(terms.control(), this::asked, ports.chronicle());
        timer;
        var pulse = Executors.newSingleThreadScheduledExecutor(Daemon::named)) {
      Signals.are(
          Map.of(
              "TERM",
              this::end,
              "INT",
              this::end,
              "HUP",
              () -> reload(socket),
              "USR1",
              () -> agenda.add(Scope.EVERYTHING, Cause.of(Cause.Kind.ASKED, "SIGUSR1"))));
      timer.start();
      timer.schedule(terms.schedules());
      timer.pulse(Heartbeat.PULSE, heartbeat::beat);
      beat(pulse, socket);
      var followers = followers();
      try {
        engine.awaitFirstTry(FIRST_TRY);
        agenda.add(Scope.EVERYTHING, Cause.of(Cause.Kind.START, "the daemon has started"));
        ports.manager().ready();
        runs.make();
      } catch (InterruptedException _) {
        // It was told to end.
      } finally {
        agenda.close();
        followers.forEach(Thread::interrupt);
        pulse.shutdownNow();
      }
    }
  }

  /** The run that is under way comes to an end, and none follows. */
  public void end() {
    ports.chronicle().says("ending");
    ports.manager().stopping();
    agenda.close();
    stopping.end();
  }

  private static Thread named(Runnable task) {
    return Thread.ofPlatform().daemon().name("pulse").unstarted(task);
  }

  private List<Thread> followers() {
    lookout.looksAtRecord();
    var manifests = new ManifestWatch(ports.manifests(), agenda, ports.chronicle());
    var followers = new ArrayList<Thread>();
    followers.add(following("engine events", engine::follow));
    followers.add(following("manifest changes", manifests::follow));
    return followers;
  }

  /** Something that goes on until it is interrupted. */
  private interface Following {
    void follow() throws InterruptedException;
  }

  private Thread following(String name, Following task) {
    return Thread.ofPlatform().daemon().name(name).start(() -> follow(name, task));
  }

  private void follow(String name, Following task) {
    try {
      while (true) {
        try {
          task.follow();
        } catch (RuntimeException e) {
          bug(name, e);
          Thread.sleep(AFTER_A_BUG);
        }
      }
    } catch (InterruptedException _) {
      // The daemon ends.
    }
  }

  /** Nobody else would learn of it, and everything else goes on. */
  private void bug(String where, RuntimeException e) {
    ports
        .chronicle()
        .warns("this is a bug of atomic-reconcile, in '%s': %s".formatted(where, e), null);
  }

  private Runnable guarded(String where, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        bug(where, e);
      }
    };
  }

  private void beat(ScheduledExecutorService pulse, ControlSocket socket) {
    var clock = new ClockWatch(Clock.systemUTC(), System::nanoTime);
    onEachLook(pulse, guarded("the clock", () -> lookAt(clock)));
    onEachLook(pulse, guarded("the control socket", socket::look));
    onEachLook(pulse, guarded("the metrics' socket", ports.reconciler()::staysInSight));
    var watchdog = ports.manager().watchdog();
    if (watchdog != null) {
      // Half of the time, as sd_watchdog_enabled(3) recommends.
      var _ =
          pulse.scheduleAtFixedRate(
              guarded("the watchdog", this::feed),
              0,
              watchdog.dividedBy(2).toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private static void onEachLook(ScheduledExecutorService pulse, Runnable task) {
    var _ =
        pulse.scheduleAtFixedRate(
            task, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookAt(ClockWatch clock) {
    var back = clock.setBack();
    if (!back.isZero()) {
      timer.schedule(ports.reconciler().terms().schedules());
      timer.pulse(Heartbeat.PULSE, heartbeat::beat);
      ports
          .chronicle()
          .says(
              "the clock was set back by %s; the schedule is counted anew"
                  .formatted(Durations.text(Duration.ofSeconds(back.toSeconds()))));
    }
  }

  private void feed() {
    var ailment = heartbeat.ailment();
    if (ailment == null) {
      ports.manager().alive();
    } else {
      ports.chronicle().warns("the watchdog is not told that all is well: " + ailment, null);
    }
  }

  private synchronized void reload(ControlSocket socket) {
    ports.manager().reloading();
    try {
      if (ports.reconciler().reread() == Reread.TAKEN) {
        var terms = ports.reconciler().terms();
        timer.schedule(terms.schedules());
        socket.moveTo(terms.control());
      }
      // Also where the former ones stay: who looks from outside is to see that.
      agenda.add(Scope.EVERYTHING, Cause.of(Cause.Kind.SETTINGS, "the settings were read again"));
    } catch (RuntimeException e) {
      bug("reload", e);
    } finally {
      ports.manager().ready();
    }
  }

  private @Nullable String asked(Collection<String> names, String asker, Order.Waiting waiting) {
    var unknown = lookout.unknownAmong(names);
    if (unknown != null) {
      return unknown;
    }
    var scope = names.isEmpty() ? Scope.EVERYTHING : Scope.of(names);
    agenda.add(scope, Cause.of(Cause.Kind.ASKED, asker + " asked for it"), waiting);
    return null;
  }
}
