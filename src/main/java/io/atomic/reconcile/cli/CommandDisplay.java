package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.label.ShellWords;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Observed;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.plan.Action;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.ContainerLabels;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.PlannedCommand;
import io.atomic.reconcile.plan.Planner;
import io.atomic.reconcile.plan.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The commands of a request, ready to paste, for {@code --display}. */
final class CommandDisplay {
  private CommandDisplay() {}

  /** The command of one kind as it would be on a host that has nothing but the image. */
  static String afresh(Proposal proposal, Class<? extends Action> kind) throws EffectException {
    var situation = proposal.situation();
    var observed = situation.observed();
    if (!(observed.engine() instanceof EngineView.Reached engine)) {
      return ofPlan(proposal.plan(), kind);
    }
    var empty = new EngineView.Reached(engine.kind(), List.of(), engine.images());
    return ofPlan(
        Planner.plan(
            new Situation(
                alone(situation.desired()),
                Recorded.NOTHING,
                new Observed(empty, observed.host(), observed.at()),
                situation.surroundings()),
            proposal.selection()),
        kind);
  }

  /** What an app depends on is no part of its command. */
  private static Desired alone(Desired desired) {
    var apps = new TreeMap<>(desired.apps());
    apps.replaceAll((_, app) ->
        new Declared<>(
            app.resource().withSpec(app.resource().spec().withoutDependencies()), app.place()));
    return new Desired(
        apps,
        desired.host(),
        desired.invalid(),
        desired.named(),
        desired.source(),
        desired.problems());
  }

  /** The commands of a plan; empty = it has none of that kind. */
  static String ofPlan(Plan plan, Class<? extends Action> kind) throws EffectException {
    refuseHeld(plan);
    var lines = new ArrayList<String>();
    for (var step : plan.steps()) {
      if (kind.isInstance(step.action())) {
        var command = step.action().command();
        if (command instanceof PlannedCommand.Known known) {
          lines.add(ShellWords.join(pasted(known)) + "\n");
        } else if (command != null) {
          throw new EffectException(
              "tried to display the command, but its image is not on disk, and --display pulls"
                  + " nothing",
              "pull it first",
              null);
        }
      }
    }
    return String.join("", lines);
  }

  /** Refuses to show a plan that would be refused. */
  static void refuseHeld(Plan plan) throws EffectException {
    for (var change : plan.changes().values()) {
      if (change instanceof Change.Held held && held.failing()) {
        throw EffectException.of(held);
      }
    }
  }

  /** A command that is not the engine's finds the variables in its environment. */
  private static List<String> pasted(PlannedCommand.Known command) {
    var argv = ContainerLabels.without(command.argv());
    if (command.claims().needs().stream().noneMatch(CommandDisplay::readsEnvironment)) {
      return argv;
    }
    var words = new ArrayList<>(List.of("env"));
    command
        .environment()
        .forEach((name, value) -> {
          if (value instanceof EnvValue.Plain(var text)) {
            words.add(name + "=" + text);
          }
        });
    words.addAll(argv);
    return words;
  }

  private static boolean readsEnvironment(String need) {
    return need.equals("shell") || need.startsWith("command:");
  }
}
