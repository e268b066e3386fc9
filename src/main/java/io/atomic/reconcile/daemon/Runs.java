package io.atomic.reconcile.daemon;

import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.daemon.Daemon.Ports;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.report.AppStatus;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.ResourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the runs that the agenda has, and learns from what becomes of them. */
final class Runs {
  /** What stands for a run as a whole among the names of what may be tried again. */
  private static final String WHOLE = "";

  /** What no deadline covers: looks, the record, a machine under load. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /** For so long after a run, events may be of what it did itself. */
  private static final Duration ECHO = Duration.ofSeconds(3);

  /** Longer than the events last that a run causes itself. */
  private static final Duration LULL = Duration.ofSeconds(5);

  private final Ports ports;
  private final Agenda agenda;
  private final Backoff backoff;
  private final Vitality vitality;
  private final QuartzTimer timer;
  private final EngineWatch engine;
  private final Stopping stopping;
  private final Applied applied = new Applied();
  private List<Problem> problems = List.of();
  private String standing = "";
  private volatile @Nullable String unreadiness = "it has not looked at this host yet";

  Runs(
      Ports ports,
      Agenda agenda,
      Backoff backoff,
      Vitality vitality,
      QuartzTimer timer,
      EngineWatch engine,
      Stopping stopping) {
    this.ports = ports;
    this.agenda = agenda;
    this.backoff = backoff;
    this.vitality = vitality;
    this.timer = timer;
    this.engine = engine;
    this.stopping = stopping;
  }

  /** What earlier runs recorded tells already whom events concern. */
  void looksAtRecord() {
    try {
      engine.knows(new Known(ports.reconciler().desired(), ports.reconciler().recorded()));
    } catch (EffectException e) {
      ports.chronicle().warns(e.message(), e.remedy());
    }
  }

  /** Why it is not ready, as a clause; null = it is. */
  @Nullable String unreadiness() {
    var absence = engine.absence();
    return unreadiness != null || absence == null
        ? unreadiness
        : "the container engine cannot be followed: " + absence;
  }

  /** A sentence about the first of the names that means nothing here; null = all mean something. */
  @Nullable String unknownAmong(Collection<String> names) {
    try {
      var there = Scope.known(ports.reconciler().desired(), ports.reconciler().recorded());
      return names.stream()
          .filter(name -> !there.contains(name))
          .findFirst()
          .map("there is no app '%s': it is neither declared nor recorded"::formatted)
          .orElse(null);
    } catch (EffectException e) {
      return e.message();
    }
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
    var narrowed = narrowed(order);
    if (narrowed != null && isNeeded(narrowed)) {
      carryOut(narrowed);
    }
    tellStatus();
  }

  /** What is left of it now: much may have been done, or put off, since it was wished for. */
  private @Nullable Order narrowed(Order order) {
    if (order.isOnlyAHint()) {
      return order.scope().reach() == Scope.Reach.NAMED ? withoutPutOff(order) : order;
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

  /** Who failed meanwhile, or was put right too often, is left alone for its time. */
  private @Nullable Order withoutPutOff(Order order) {
    var rest = new TreeSet<String>();
    for (var name : order.scope().names()) {
      var remaining = backoff.remaining(name);
      if (remaining.isZero()) {
        rest.add(name);
      } else {
        agenda.addOnce(name, Scope.of(Set.of(name)), order.causes().getFirst(), remaining);
      }
    }
    return rest.isEmpty() ? null : new Order(Scope.of(rest), order.causes(), order.waiting());
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
    different.forEach(backoff::reset);
    if (!order.isOnlyAboutChanges()) {
      return order.with(order.scope().with(Scope.of(different)));
    }
    if (different.isEmpty()
        && order.scope().names().isEmpty()
        && desired.problems().equals(problems)) {
      return null;
    }
    different.addAll(order.scope().names());
    return order.with(Scope.of(different));
  }

  /** Whether anything is to be done about what may have happened. */
  private boolean isNeeded(Order order) throws InterruptedException {
    // What is lost long after a run is not our own doing, and every moment counts.
    var lost = order.isAbout(Cause.Kind.LOSS) && vitality.idle().compareTo(ECHO) > 0;
    if (!order.isOnlyAHint() || lost) {
      return true;
    }
    try {
      return switch (ports.reconciler().look(targets(order))) {
        case Look.UnknownApp _ -> false;
        case Look.Seen(var proposal) -> {
          if (proposal.plan().steps().isEmpty()) {
            look(null);
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
    vitality.begins(longestSilence());
    RunReport report;
    try {
      var outcome =
          ports
              .reconciler()
              .run(
                  order,
                  targets(order),
                  stopping,
                  progress -> new Overheard(progress, vitality, stopping));
      report = outcome.report();
      var proposal = outcome.proposal();
      if (proposal != null) {
        applied.ran(proposal.situation().desired(), proposal.selection());
        problems = proposal.situation().desired().problems();
      }
    } catch (EffectException e) {
      ports.chronicle().warns(e.message(), e.remedy());
      order.waiting().forEach(waiting -> waiting.abandoned(e.message(), ExitStatus.of(e)));
      retry(WHOLE, order.scope(), "the last run could not be made");
      return;
    } finally {
      vitality.ends();
    }
    order.waiting().forEach(waiting -> waiting.ended(report));
    learn(order, report);
    if (stopping.isEnding()) {
      ports.reconciler().tell(report, null, timer.next());
    } else {
      look(report);
    }
  }

  /** Tries again later what failed, and forgets that of what did not. */
  private void learn(Order order, RunReport report) {
    if (report.verdict() != Verdict.EXECUTED) {
      if (report.verdict() != Verdict.REFUSED && !stopping.isEnding()) {
        retry(WHOLE, order.scope(), "the last run could not be made");
      }
      return;
    }
    backoff.succeeded(WHOLE);
    if (order.scope().reach() != Scope.Reach.NAMED) {
      agenda.forget(Cause.Kind.RETRY, WHOLE);
    }
    var plan = report.plan();
    for (var id : plan == null ? Set.<ResourceId>of() : plan.changes().keySet()) {
      var name = Selection.name(id);
      if (isToBeTriedAgain(report, id)) {
        retry(name, Scope.of(Set.of(name)), name + " failed");
      } else {
        agenda.forget(Cause.Kind.RETRY, name);
        if (order.isOnlyAHint() && report.isChanged(id)) {
          backoff.corrected(name);
        } else {
          backoff.succeeded(name);
        }
      }
    }
  }

  private void retry(String name, Scope scope, String why) {
    agenda.addOnce(name, scope, Cause.of(Cause.Kind.RETRY, why), backoff.failed(name));
  }

  /** What is held stays so until somebody changes something; what only waited is tried with it. */
  private static boolean isToBeTriedAgain(RunReport report, ResourceId id) {
    var plan = report.plan();
    return plan != null
        && plan.stepsOf(id).stream()
            .map(step -> report.results().get(step.id()))
            .anyMatch(result ->
                result != null
                    && (result.outcome() instanceof Outcome.Failed
                        || result.outcome() instanceof Outcome.Skipped));
  }

  /** Looks how everything is now. */
  private void look(@Nullable RunReport report) throws InterruptedException {
    try {
      if (ports.reconciler().look(Targets.ALL) instanceof Look.Seen(var seen)) {
        engine.knows(Known.of(seen.situation()));
        standing = standing(seen);
        timer.alsoAt(seen.plan().nextOpening(), Cause.of(Cause.Kind.WINDOW, "a window has opened"));
        unreadiness = null;
        ports.reconciler().tell(report, seen, timer.next());
      }
    } catch (EffectException e) {
      unreadiness = e.message();
      ports.chronicle().warns(e.message(), e.remedy());
      ports.reconciler().tell(report, null, timer.next());
    }
  }

  private void tellStatus() {
    var next = timer.next();
    ports
        .manager()
        .status(
            "waiting; %s%s"
                .formatted(
                    standing,
                    next == null
                        ? "no run is scheduled"
                        : "the next run is at " + timeOfDay(next)));
  }

  /** How many apps are as they should be, for who asks systemd. */
  private static String standing(Proposal seen) {
    var apps = AppStatus.all(seen);
    var synced = apps.stream().filter(app -> app.sync() == ResourceStatus.Sync.SYNCED).count();
    return apps.isEmpty() ? "" : "%d of %d apps as declared; ".formatted(synced, apps.size());
  }

  private static String timeOfDay(Instant time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        time.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
  }

  /** The longest deadline of all that a run may call. */
  private Duration longestSilence() {
    var specs = new ArrayList<AppSpec>();
    try {
      ports.reconciler().desired().apps().values().forEach(app -> specs.add(app.resource().spec()));
      ports
          .reconciler()
          .recorded()
          .apps()
          .values()
          .forEach(record -> specs.add(record.manifest().spec()));
    } catch (EffectException _) {
      // The run meets the same, and reports it.
    }
    return specs.stream()
        .flatMap(spec ->
            Stream.concat(
                Stream.of(spec.install(), spec.run(), spec.stop(), spec.uninstall())
                    .map(CommandSpec::timeout),
                Stream.ofNullable(spec.health()).map(Health::timeout)))
        .filter(Objects::nonNull)
        .reduce(
            ports.reconciler().terms().longestCall(),
            (one, other) -> one.compareTo(other) < 0 ? other : one)
        .plus(MARGIN);
  }
}
