package io.atomic.reconcile.plan;

import io.atomic.reconcile.plan.Change.ConvergeHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The steps of the host: each needs the one before, since every change is made on top of the one
 * before it. Apps go on beside them; the boot comes after everything.
 */
final class HostSteps {
  private static final String STAGED = "is not what the manifest says";

  private final Situation situation;
  private final List<Step> steps = new ArrayList<>();

  private HostSteps(Situation situation) {
    this.situation = situation;
  }

  static List<Step> of(Change change, Situation situation) {
    var host = new HostSteps(situation);
    host.add(change);
    return host.steps;
  }

  private void add(Change change) {
    var name = change.id().name();
    var lock = HostDiffer.lockToRelease(situation);
    if (lock != null && !(change instanceof Change.Forget)) {
      // Whatever else becomes of this host, the others go on.
      chain(
          new HostAction.ReleaseLock(name, lock),
          "its boot has proved itself",
          Step.Phase.CONVERGE);
    }
    switch (change) {
      case ConvergeHost converge -> converge(converge);
      case Change.Forget forget ->
          chain(new HostAction.ForgetHost(name), forget.reason(), Step.Phase.REMOVE);
      default -> {}
    }
  }

  private void converge(ConvergeHost converge) {
    for (var action : converge.actions()) {
      chain(
          action,
          reason(action, converge),
          action instanceof HostAction.Reboot ? Step.Phase.REBOOT : Step.Phase.CONVERGE);
    }
  }

  private static String reason(HostAction action, ConvergeHost converge) {
    return switch (action) {
      case HostAction.Stage stage ->
          "%s %s".formatted(String.join(", ", fields(converge, stage)), STAGED);
      case HostAction.Unstage _ -> "the manifest does not want what is staged any more";
      case HostAction.Reboot _ -> "it boots what the manifest says";
      case HostAction.WriteHost _ -> "the manifest changed";
      case HostAction.ReleaseLock _, HostAction.ForgetHost _ ->
          throw new IllegalArgumentException("it belongs to no convergence");
    };
  }

  /** The fields of the manifest that it is for. */
  private static Set<String> fields(ConvergeHost converge, HostAction.Stage stage) {
    var fields = new TreeSet<String>();
    converge
        .differences()
        .forEach(difference -> {
          if (stage.change().concerns().contains(HostAspect.ofField(difference.field()))) {
            fields.add(difference.field());
          }
        });
    return fields;
  }

  private void chain(HostAction action, String reason, Step.Phase phase) {
    var needs = new TreeSet<String>();
    if (!steps.isEmpty() && !(steps.getLast().action() instanceof HostAction.ReleaseLock)) {
      needs.add(steps.getLast().id());
    }
    steps.add(new Step(id(action.word()), action, reason, phase, needs, false));
  }

  /** No app can be called that: names have no upper case. */
  private static String id(String word) {
    return "Host/" + word;
  }
}
