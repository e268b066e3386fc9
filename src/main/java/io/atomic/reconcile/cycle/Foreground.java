package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.CommandRunner.Ending;
import io.atomic.reconcile.cycle.RunLock.Attempt;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.plan.Action;
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

  /** The RUN that a run has made ready; null = there was none, or the run failed. */
  public static Action.@Nullable Run readyIn(RunReport report) {
    var plan = report.plan();
    if (plan == null) {
      return null;
    }
    for (var step : plan.steps()) {
      var result = report.results().get(step.id());
      if (result == null || !result.outcome().isOk()) {
        return null;
      }
      if (step.action() instanceof Action.Run run && Effects.known(run.command()).attached()) {
        return run;
      }
    }
    return null;
  }

  /**
   * Runs it to its end.
   *
   * @throws EffectException if it could not be begun, or what came of it could not be noted
   */
  public Ending run(String runId, Action.Run run) throws EffectException, InterruptedException {
    var command = Effects.known(run.command());
    var argv = command.argv().stream().map(word -> ContainerLabels.inRun(word, runId)).toList();
    gatekeeper.admit(command.claims(), ports.store().load());
    try {
      var ending = ports.runner().attach(argv, command.environment());
      note(runId, run);
      return ending;
    } catch (InterruptedException e) {
      note(runId, run);
      throw e;
    }
  }

  private void note(String runId, Action.Run run) throws EffectException, InterruptedException {
    var found = ports.engine().containersLabelled(LabelCommands.labels(run.app(), "run", runId));
    if (found.isEmpty()) {
      return;
    }
    var container = found.getFirst();
    var ready = Objects.requireNonNull(run.launch(), "known with the command");
    switch (ports.lock().acquire()) {
      case Attempt.Busy _ -> {
        // By its labels the next look knows the container as well.
      }
      case Attempt.Held held -> {
        try (held) {
          new Ledger(ports.store(), ports.store().load())
              .update(
                  run.app(),
                  record ->
                      record.withLaunch(
                          new Launch(
                              container.imageId(),
                              container.id(),
                              ready.inputs(),
                              ready.contents(),
                              clock.instant(),
                              ready.bootId(),
                              null)));
        }
      }
    }
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
