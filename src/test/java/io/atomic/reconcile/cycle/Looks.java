package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Flapping;
import io.atomic.reconcile.model.HealthDefaults;
import io.atomic.reconcile.model.HostFacts;
import io.atomic.reconcile.model.Observed;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.plan.Planner;
import io.atomic.reconcile.plan.Selection;
import io.atomic.reconcile.plan.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a look at a host gives on which nothing is recorded, for who only passes it on. */
public final class Looks {
  private Looks() {}

  public static Proposal at(Desired desired, EngineView engine) {
    var facts =
        new HostFacts(
            "boot-1",
            "host",
            "x86_64",
            new TreeMap<>(),
            new TreeSet<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>());
    var surroundings =
        new Situation.Surroundings(
            Map.of(EngineKind.DOCKER, List.of("docker")),
            "",
            Situation.Caller.nobody("/root"),
            Duration.ofMinutes(10),
            1,
            HealthDefaults.STANDARD,
            Flapping.STANDARD,
            false);
    var situation =
        new Situation(
            desired, Recorded.NOTHING, new Observed(engine, facts, Instant.EPOCH), surroundings);
    return new Proposal(
        situation,
        Selection.ALL,
        Planner.plan(situation, Selection.ALL),
        List.of(),
        new TreeMap<>());
  }
}
