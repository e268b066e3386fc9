package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.CommandRunner.Ending;
import io.atomic.reconcile.cycle.RunLock.Attempt;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.ContainerLabels;
import io.atomic.reconcile.plan.OwnTag;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Commands for which somebody waits, with input and output theirs. A run makes them ready under the
 * lock; then the lock is free, since such a command can last for days, and what came of it is noted
 * under the lock again. A crash in between loses nothing: the container carries our labels.
 */
public final class Foreground {
  private final Cycle.Ports ports;
  private final Gatekeeper gatekeeper;
  private final Clock clock;

  Foreground(Cycle.Ports ports, Gatekeeper gatekeeper, Clock clock) {
    this.ports = ports;
    this.gatekeeper = gatekeeper;
    this.clock = clock;
  }

  /** The app's RUN that a run has made ready; null = there was none, or the run failed. */
  public static AppAction.@Nullable Run readyIn(RunReport report, String app) {
    var plan = report.plan();
    if (plan == null) {
      return null;
    }
    for (var step : plan.steps()) {
      var result = report.results().get(step.id());
      if (result == null || !result.outcome().isOk()) {
        return null;
      }
      if (step.action() instanceof AppAction.Run run
          && run.app().equals(app)
          && Effects.known(run.command()).attached()) {
        return run;
      }
    }
    return null;
  }

  /**
   * Runs it to its end.
   *
   * @throws EffectException if it could not be begun
   */
  public Ending run(String runId, AppAction.Run run) throws EffectException, InterruptedException {
    var command = Effects.known(run.command());
    var argv = command.argv().stream().map(word -> ContainerLabels.inRun(word, runId)).toList();
    gatekeeper.admit(command.claims(), ports.store().load());
    try {
      return ports.runner().attach(argv, command.environment());
    } finally {
      note(runId, run);
    }
  }

  /** What fails here, the next look makes good by the container's labels. */
  private void note(String runId, AppAction.Run run) throws InterruptedException {
    try {
      if (ports.lock().acquire() instanceof Attempt.Held held) {
        try (held) {
          noteLocked(runId, run);
        }
      }
    } catch (EffectException e) {
      ports.progress().repairing("nothing yet of '%s': %s".formatted(run.app(), e.message()));
    }
  }

  private void noteLocked(String runId, AppAction.Run run)
      throws EffectException, InterruptedException {
    var ledger = new Ledger(ports.store(), ports.store().load());
    var record = ledger.recorded().apps().get(run.app());
    var found = ports.engine().containersLabelled(CommandRuns.labels(run.app(), "run", runId));
    if (record == null || record.launch() != null || found.isEmpty()) {
      // Meanwhile somebody else has gone on with the app, or RUN has left no container.
      return;
    }
    var container = found.getFirst();
    if (container.status() == Container.Status.CREATED) {
      // It never ran: nobody could do anything with it but trip over its name.
      ports.engine().remove(container.id());
      return;
    }
    var ready = Objects.requireNonNull(run.launch(), "known with the command");
    var launch =
        new LiveLook(ports.engine())
            .launched(
                new Launch(
                    container.imageId(),
                    container.id(),
                    ready.inputs(),
                    ready.contents(),
                    clock.instant(),
                    ready.bootId(),
                    null));
    ledger.update(run.app(), noted -> noted.withLaunch(launch).withProof(clock.instant()));
    ports
        .engine()
        .tag(container.imageId(), OwnTag.repository(run.app()), OwnTag.tag(container.imageId()));
  }

  /**
   * Executes words in a container that runs.
   *
   * @param engine the words of the engine's command line
   * @param terminal whether there is one
   */
  public Ending exec(List<String> engine, Container container, List<String> words, boolean terminal)
      throws EffectException, InterruptedException {
    var argv = new ArrayList<>(engine);
    argv.addAll(terminal ? List.of("exec", "-i", "-t") : List.of("exec", "-i"));
    argv.add(container.id());
    argv.addAll(words);
    return ports.runner().attach(argv, Collections.emptySortedMap());
  }

  /** Starts a container that has ended, and waits for it. */
  public Ending start(List<String> engine, Container container)
      throws EffectException, InterruptedException {
    var argv = new ArrayList<>(engine);
    argv.addAll(List.of("start", "-a", "-i", container.id()));
    return ports.runner().attach(argv, Collections.emptySortedMap());
  }
}
