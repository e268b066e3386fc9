package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.daemon.Daemon.Ports;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.FinishedRun;
import java.time.Duration;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Makes the runs that the agenda has, and learns from what becomes of them. */
final class Runs {
  /** For so long after a run, events may be of what it did itself. */
  private static final Duration ECHO = Duration.ofSeconds(3);

  /** Longer than the events last that a run causes itself. */
  private static final Duration LULL = Duration.ofSeconds(5);

  private final Ports ports;
  private final Agenda agenda;
  private final Retries retries;
  private final Heartbeat heartbeat;
  private final Lookout lookout;
  private final Stopping stopping;
  private final Applied applied = new Applied();

  Runs(
      Ports ports,
      Agenda agenda,
      Retries retries,
      Heartbeat heartbeat,
      Lookout lookout,
      Stopping stopping) {
    this.ports = ports;
    this.agenda = agenda;
    this.retries = retries;
    this.heartbeat = heartbeat;
    this.lookout = lookout;
    this.stopping = stopping;
  }

  /** Makes them, until there are none any more. */
  void make() throws InterruptedException {
    while (true) {
      try {
        var order = next();
        if (order == null) {
          return;
        }
        make(order);
      } catch (InterruptedException e) {
        // A deadline of a run may come just after its end.
        if (stopping.isEnding()) {
          throw e;
        }
      }
    }
  }

  /** Makes that one, as far as there is still a need for it. */
  void make(Order order) throws InterruptedException {
    heartbeat.begins(ports.reconciler().terms().longestCall());
    try {
      var narrowed = narrowed(order);
      if (narrowed != null && isNeeded(narrowed)) {
        carryOut(narrowed);
      }
    } finally {
      heartbeat.ends();
    }
    lookout.waits();
  }

  /** What is left of it now: much may have been done, or put off, since it was wished for. */
  private @Nullable Order narrowed(Order order) {
    if (order.isOnlyAHint()) {
      return order.scope().reach() == Scope.Reach.NAMED ? retries.withoutPutOff(order) : order;
    }
    if (order.scope().reach() != Scope.Reach.NAMED && !order.isAbout(Cause.Kind.MANIFESTS)) {
      return order;
    }
    try {
      var desired = ports.reconciler().desired();
      var about = order.isAbout(Cause.Kind.MANIFESTS) ? aboutChanges(order, desired) : order;
      return about == null || isAboutNothing(about, desired) ? null : about;
    } catch (EffectException _) {
      // The run meets the same, and reports it.
      return order;
    }
  }

  /** What an app was retried or scheduled for may be gone; who waits is told so by the run. */
  private boolean isAboutNothing(Order order, Desired desired) throws EffectException {
    return order.scope().reach() == Scope.Reach.NAMED
        && !order.scope().names().isEmpty()
        && order.waiting().isEmpty()
        && Collections.disjoint(
            Scope.known(desired, ports.reconciler().recorded()), order.scope().names());
  }

  /**
   * What is to be done now. What the run before it took is given back, unless they follow closely.
   */
  private @Nullable Order next() throws InterruptedException {
    if (!agenda.awaitDue(LULL)) {
      ports.memory().giveBack();
    }
    return agenda.take();
  }

  /** Of manifests that have changed only those matter that say something else now. */
  private @Nullable Order aboutChanges(Order order, Desired desired) {
    var different = applied.differencesTo(desired);
    retries.startOver(different);
    if (!order.isOnlyAboutChanges()) {
      return order.with(order.scope().with(Scope.of(different)));
    }
    if (different.isEmpty() && order.scope().names().isEmpty() && applied.hasToldOf(desired)) {
      return null;
    }
    different.addAll(order.scope().names());
    return order.with(Scope.of(different));
  }

  /** Whether anything is to be done about what may have happened. */
  private boolean isNeeded(Order order) throws InterruptedException {
    // What is lost long after a run is not our own doing, and every moment counts.
    var lost = order.isAbout(Cause.Kind.LOSS) && heartbeat.idle().compareTo(ECHO) > 0;
    if (!order.isOnlyAHint() || lost) {
      return true;
    }
    try {
      return switch (ports.reconciler().look(targets(order))) {
        case Look.UnknownApp _ -> false;
        case Look.Seen(var proposal) -> {
          if (proposal.plan().steps().isEmpty()) {
            lookout.looks(null);
            yield false;
          }
          yield true;
        }
      };
    } catch (EffectException e) {
      ports.chronicle().warns(e.message(), e.remedy());
      return false;
    }
  }

  private Targets targets(Order order) {
    return order
        .scope()
        .targets(ports.reconciler().terms().schedules().apps().keySet(), order.prunes());
  }

  private void carryOut(Order order) throws InterruptedException {
    ports.manager().status("reconciling " + order.text());
    FinishedRun run;
    try {
      var outcome =
          ports
              .reconciler()
              .run(
                  order,
                  targets(order),
                  stopping,
                  progress -> new Overheard(progress, heartbeat, stopping));
      run = outcome.run();
      var proposal = outcome.proposal();
      if (proposal != null) {
        applied.ran(proposal.situation().desired(), proposal.selection());
      }
    } catch (EffectException e) {
      ports.chronicle().warns(e.message(), e.remedy());
      order.waiting().forEach(waiting -> waiting.abandoned(e.message(), ExitStatus.of(e)));
      retries.ofRun(order.scope());
      return;
    } finally {
      heartbeat.ran();
    }
    order.waiting().forEach(waiting -> waiting.ended(run.report()));
    learn(order, run.report());
    if (stopping.isEnding()) {
      lookout.leaves(run);
    } else {
      lookout.looks(run);
    }
  }

  /** What could not be made is made later, unless the daemon ends. */
  private void learn(Order order, RunReport report) {
    switch (report.verdict()) {
      case EXECUTED -> retries.ofSteps(order, report);
      case REFUSED -> {
        // It would be so again, until somebody changes something.
      }
      case INTERRUPTED, DECLINED, LOCKED, UNKNOWN_APP, STATE_UNUSABLE, NOT_PERMITTED -> {
        if (!stopping.isEnding()) {
          retries.ofRun(order.scope());
        }
      }
    }
  }
}
