package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.EngineEvents;
import io.atomic.reconcile.cycle.EngineEvents.Event;
import io.atomic.reconcile.cycle.EngineEvents.Happening;
import io.atomic.reconcile.daemon.Agenda.Patience;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows the engine, and waits for one that is not there. While it was away anything may have
 * happened, so everything is looked at once it is back.
 */
final class EngineWatch implements EngineEvents.Listener {
  /** Containers seldom die alone, and all of it is to be one run. */
  private static final Patience SETTLING =
      new Patience(Duration.ofMillis(100), Duration.ofMillis(600));

  /** An engine that only starts anew is back by then. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** A subject that is the name of no app. */
  private static final String ENGINE = "the engine";

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final EngineEvents events;
  private final Agenda agenda;
  private final Backoff backoff;
  private final Chronicle chronicle;
  private final CountDownLatch tried = new CountDownLatch(1);
  private volatile @Nullable Known known;
  private volatile @Nullable String absence;
  private Duration pause = FIRST_PAUSE;

  EngineWatch(EngineEvents events, Agenda agenda, Backoff backoff, Chronicle chronicle) {
    this.events = events;
    this.agenda = agenda;
    this.backoff = backoff;
    this.chronicle = chronicle;
  }

  /** What there is by now. */
  void knows(Known now) {
    known = now;
    synchronized (this) {
      notifyAll();
    }
  }

  /** Why the engine is not followed; null = it is, or nobody needs it. */
  @Nullable String absence() {
    return absence;
  }

  /**
   * Until it was tried for the first time, so that nothing happens between that and a first run.
   */
  boolean awaitFirstTry(Duration limit) throws InterruptedException {
    return tried.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Follows until it is interrupted. */
  void follow() throws InterruptedException {
    while (true) {
      awaitNeed();
      try {
        events.follow(this);
        lost("it has hung up");
      } catch (EffectException e) {
        lost(e.message());
      } finally {
        tried.countDown();
      }
      Thread.sleep(pause);
      var doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
  }

  /** A host without apps needs no engine. */
  private synchronized void awaitNeed() throws InterruptedException {
    for (var now = known; now == null || now.hasNoApps(); now = known) {
      tried.countDown();
      absence = null;
      wait();
    }
  }

  private void lost(String why) {
    if (absence == null) {
      chronicle.warns(
          "the container engine cannot be followed: " + why,
          "it is tried again until it answers; apps are as they are meanwhile");
      // Those outside are told by what a look shows, and the next run may be a day away.
      agenda.addOnce(
          ENGINE,
          Scope.EVERYTHING,
          Cause.of(Cause.Kind.EVENT, "the engine cannot be followed"),
          GRACE);
    }
    absence = why;
  }

  @Override
  public void connected() {
    pause = FIRST_PAUSE;
    var before = absence;
    absence = null;
    if (before == null) {
      // Something may have happened between the last look and now.
      agenda.add(Scope.EVERYTHING, Cause.of(Cause.Kind.EVENT, "the engine is followed"), SETTLING);
    } else {
      chronicle.says("the container engine answers again");
      agenda.forget(Cause.Kind.EVENT, ENGINE);
      agenda.add(Scope.EVERYTHING, Cause.of(Cause.Kind.ENGINE, "the engine answers again"));
    }
    tried.countDown();
  }

  private static Cause.Kind kind(Happening happening) {
    return switch (happening) {
      case DIED, REMOVED, PAUSED, RENAMED -> Cause.Kind.LOSS;
      case UNPAUSED, STARTED, UPDATED, TAGGED -> Cause.Kind.EVENT;
    };
  }

  @Override
  public void happened(Event event) {
    var now = known;
    if (now == null) {
      return;
    }
    for (var name : now.touchedBy(event)) {
      var cause =
          Cause.of(
              kind(event.happening()),
              "%s %s"
                  .formatted(
                      event.names().isEmpty() ? event.id() : event.names().first(),
                      event.happening().text()));
      var rest = backoff.remaining(name);
      if (rest.isZero()) {
        agenda.add(Scope.of(Set.of(name)), cause, SETTLING);
      } else {
        agenda.addOnce(name, Scope.of(Set.of(name)), cause, rest);
      }
    }
  }
}
