package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.CommandRunner.Ending;
import io.atomic.reconcile.cycle.Effects.Context;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.plan.ContainerLabels;
import io.atomic.reconcile.plan.PlannedCommand;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs single label commands to their end, and clears up after those that were cut short. */
final class CommandRuns {
  /** Exit status of engine command lines whose engine refused: nothing was run. */
  static final int ENGINE_REFUSED = 125;

  private final Engine engine;
  private final CommandRunner runner;
  private final Gatekeeper gatekeeper;
  private final Ledger ledger;

  CommandRuns(Engine engine, CommandRunner runner, Gatekeeper gatekeeper, Ledger ledger) {
    this.engine = engine;
    this.runner = runner;
    this.gatekeeper = gatekeeper;
    this.ledger = ledger;
  }

  /** Removes what a command of this run has left under our labels. */
  void removeLeftovers(String app, String verb, String runId)
      throws EffectException, InterruptedException {
    for (var container : engine.containersLabelled(labels(app, verb, runId))) {
      if (!verb.equals("install") || !isMadeForRun(app, container)) {
        engine.remove(container.id());
      }
    }
  }

  /** What {@code docker create --name NAME} as INSTALL makes waits for RUN to start it. */
  private static boolean isMadeForRun(String app, Container container) {
    return container.name().equals(app) && container.status() == Container.Status.CREATED;
  }

  static Map<String, String> labels(String app, String verb, String runId) {
    return Map.of(
        ContainerLabels.APP, app, ContainerLabels.VERB, verb, ContainerLabels.RUN_ID, runId);
  }

  /** Runs a command to its end; null = it succeeded. */
  Outcome.@Nullable Failed failureOf(String verb, PlannedCommand.Known command, Context context)
      throws EffectException, InterruptedException {
    return failure(verb, end(command, context));
  }

  /** Ends a command in the foreground; interrupted, it removes the container as well. */
  Ending endOrRemove(String app, String verb, PlannedCommand.Known command, Context context)
      throws EffectException, InterruptedException {
    try {
      return end(command, context);
    } catch (InterruptedException e) {
      try {
        // The engine's client is gone by now, what the engine runs for it is not.
        removeLeftovers(app, verb, context.runId());
      } catch (EffectException _) {
        // The journal has no end of this step, so the next run does it.
      }
      throw e;
    }
  }

  private Ending end(PlannedCommand.Known command, Context context)
      throws EffectException, InterruptedException {
    var argv =
        command.argv().stream().map(word -> ContainerLabels.inRun(word, context.runId())).toList();
    gatekeeper.admit(command.claims(), ledger.recorded());
    return runner.run(
        argv, command.environment(), command.timeout(), context.started(), context.doing());
  }

  /** What is to be said of an ending; null = nothing. */
  static Outcome.@Nullable Failed failure(String verb, Ending ending) {
    return switch (ending) {
      case Ending.Exited(var code, var output) ->
          code == 0
              ? null
              : new Outcome.Failed(
                  "%s was run, but exited with %d".formatted(verb, code),
                  null,
                  output,
                  code,
                  code != ENGINE_REFUSED);
      case Ending.Signalled(var signal, var output) ->
          new Outcome.Failed(
              "%s was run, but was ended by signal %d".formatted(verb, signal), null, output);
      case Ending.TimedOut(var after, var output) ->
          new Outcome.Failed(
              "%s was run, but did not end within %s and was stopped"
                  .formatted(verb, Durations.text(after)),
              "if it needs longer, set %s.timeout in the manifest"
                  .formatted(verb.toLowerCase(Locale.ROOT)),
              output,
              null,
              true);
      case Ending.NotStarted(var reason) ->
          new Outcome.Failed("tried to run %s, but %s".formatted(verb, reason), null, "");
    };
  }
}
