package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.plan.Claims;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Planner;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.plan.Situation;
import io.atomic.reconcile.policy.Gate;
import io.atomic.reconcile.policy.MountFacts;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks for the policy, which does no looking, at the plan and once more before each command. */
final class Gatekeeper {
  private final Gate gate;
  private final Mounts mounts;
  private final Engine engine;

  Gatekeeper(Gate gate, Mounts mounts, Engine engine) {
    this.gate = gate;
    this.mounts = mounts;
    this.engine = engine;
  }

  /** Plans, and holds what the policy refuses. */
  Gate.Judged plan(Situation situation, Selection selection) throws InterruptedException {
    var plan = Planner.plan(situation, selection);
    return gate.judge(situation, plan, selection, facts(plan, situation.recorded()));
  }

  private MountFacts facts(Plan plan, Recorded recorded) throws InterruptedException {
    var claims = Gate.claims(plan);
    return claims.isEmpty()
        ? new MountFacts(new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), new TreeMap<>(), "")
        : mounts.look(claims, recorded);
  }

  /**
   * Lets a command pass, or not: what the host was like when the plan was judged may have changed.
   *
   * @throws EffectException if it must not run
   */
  void admit(Claims claims, Recorded recorded) throws EffectException, InterruptedException {
    var verdict = gate.verdict(claims, mounts.look(List.of(claims), recorded));
    if (verdict != null) {
      throw new EffectException(
          "tried to run %s, but right before it something had changed: %s"
              .formatted(claims.origin(), verdict.message()),
          verdict.remedy(),
          null);
    }
    for (var container : claims.containers()) {
      if (engine.containerNamed(container) == null) {
        throw new EffectException(
            "tried to run %s, but there is no container '%s', and the engine could take that for the ID of another one"
                .formatted(claims.origin(), container),
            "give the app a name that has other letters than a to f as well",
            null);
      }
    }
  }

  /**
   * Lets an image be fetched, or not.
   *
   * @throws EffectException if it comes from where none may
   */
  void admit(String image) throws EffectException {
    var verdict = gate.verdict(image);
    if (verdict != null) {
      throw new EffectException(verdict.message(), verdict.remedy(), null);
    }
  }
}
