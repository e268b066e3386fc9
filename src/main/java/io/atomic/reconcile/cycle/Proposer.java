package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Cycle.Ports;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.plan.Situation;
import io.atomic.reconcile.policy.Gate;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.policy.SitePolicy;
import io.atomic.reconcile.policy.Timetable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Looks at everything that a plan is made of, makes it, and has the policy judge it. */
final class Proposer {
  private final Ports ports;
  private final Situation.Surroundings surroundings;
  private final MassDeletion massDeletion;
  private final Gatekeeper gatekeeper;
  private final Sightings sightings;
  private final Timetable timetable;
  private final HostLook hostLook;
  private final Clock clock;

  Proposer(
      Ports ports,
      Situation.Surroundings surroundings,
      MassDeletion massDeletion,
      SitePolicy site,
      Gatekeeper gatekeeper,
      Timetable timetable,
      RebootGate rebootGate,
      Clock clock) {
    var gate = new Gate(site);
    this.ports = ports;
    this.surroundings = surroundings;
    this.massDeletion = massDeletion;
    this.gatekeeper = gatekeeper;
    this.sightings =
        new Sightings(
            ports.updates(), ports.registries(), image -> gate.verdict(image) == null, clock);
    this.timetable = timetable;
    this.hostLook = new HostLook(ports, rebootGate, clock);
    this.clock = clock;
  }

  /**
   * How it is, without asking what is new.
   *
   * @param problems gets those of the manifests
   */
  Situation situation(Recorded recorded, List<Problem> problems) throws InterruptedException {
    var desired = ports.manifests().read(recorded);
    problems.addAll(desired.problems());
    var observed =
        new Observer(ports.engine(), ports.files(), surroundings, clock)
            .observeAll(desired, recorded);
    return new Situation(desired, ports.manifests().told(recorded), observed, surroundings);
  }

  /** What a run would do now, and whether it may. */
  Proposal propose(Desired desired, Recorded recorded, Selection selection)
      throws InterruptedException {
    var seen =
        new Observer(ports.engine(), ports.files(), surroundings, clock).observe(desired, recorded);
    var observed =
        hostLook.at(
            seen.withSightings(sightings.of(desired, recorded, seen.engine(), selection)),
            desired,
            recorded,
            selection);
    var judged =
        gatekeeper.plan(
            new Situation(desired, ports.manifests().told(recorded), observed, surroundings)
                .with(hostLook.consent(desired, recorded, observed))
                .with(timetable.closedAt(observed.at(), desired)),
            selection);
    var plan = judged.plan();
    var refusals = new ArrayList<Problem>();
    for (var refusal : massDeletion.check(desired, recorded, plan)) {
      refusals.add(
          new Problem(Problem.Severity.ERROR, null, null, refusal.message(), refusal.remedy()));
    }
    return new Proposal(judged.situation(), selection, plan, refusals, judged.grants());
  }
}
