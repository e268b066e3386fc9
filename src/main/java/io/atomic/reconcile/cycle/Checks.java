package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Effects.Context;
import io.atomic.reconcile.cycle.HealthCheck.Verdict;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.BadVersion;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Trial;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Steps that look whether apps are healthy, and the notes that are made of it. */
final class Checks {
  private final HealthCheck health;
  private final Engine engine;
  private final Ledger ledger;
  private final Clock clock;

  Checks(HealthCheck health, Engine engine, Ledger ledger, Clock clock) {
    this.health = health;
    this.engine = engine;
    this.ledger = ledger;
    this.clock = clock;
  }

  Outcome check(AppAction.CheckHealth check, Context context)
      throws EffectException, InterruptedException {
    var app = check.app();
    var record = ledger.recorded().apps().get(app);
    var launch = record == null ? null : record.launch();
    var trial = check.trial();
    return switch (look(
        app, launch == null ? null : launch.containerId(), check.health(), context)) {
      case Verdict.Healthy(var note) -> {
        if (trial != null) {
          ledger.update(app, proving -> proving.withProof(clock.instant()));
        }
        yield new Outcome.Done(note);
      }
      case Verdict.Unhealthy(var reason, var output) -> {
        if (trial != null) {
          note(trial, reason, output, context.runId(), null);
        }
        yield new Outcome.Failed("it was started, but " + reason, null, output, null, true);
      }
    };
  }

  /**
   * Notes that a version is not to be tried again.
   *
   * @param until null = for as long as the settings say
   */
  void note(Trial trial, String reason, String output, String runId, @Nullable Instant until)
      throws EffectException {
    var bad =
        new BadVersion(
            Objects.requireNonNull(trial.imageId(), "known after the fetch"),
            trial.manifest(),
            trial.contents(),
            reason,
            output,
            runId,
            clock.instant(),
            until);
    ledger.update(trial.manifest().name(), record -> record.withBad(bad));
  }

  Outcome recheck(AppAction.Recheck recheck, Context context)
      throws EffectException, InterruptedException {
    var replaced = "'%s' was replaced".formatted(String.join("', '", recheck.dependencies()));
    if (!(look(recheck, context) instanceof Verdict.Unhealthy(var reason, _))) {
      return new Outcome.Done("still healthy");
    }
    context.doing().accept("%s, and then %s: it is restarted".formatted(replaced, reason));
    engine.stop(recheck.containerId(), Effects.STOP_PATIENCE);
    engine.start(recheck.containerId());
    return look(recheck, context) instanceof Verdict.Unhealthy(var still, var output)
        ? new Outcome.Failed(
            "%s, and it was restarted once because %s, but now %s"
                .formatted(replaced, reason, still),
            null,
            output)
        : Effects.done("restarted once, because " + reason);
  }

  private Verdict look(AppAction.Recheck recheck, Context context)
      throws EffectException, InterruptedException {
    return look(recheck.app(), recheck.containerId(), recheck.health(), context);
  }

  private Verdict look(String app, @Nullable String containerId, Health wanted, Context context)
      throws EffectException, InterruptedException {
    var record = ledger.recorded().apps().get(app);
    var secrets =
        record == null
            ? List.<EnvValue>of()
            : record.manifest().spec().env().values().stream().filter(EnvValue::isSecret).toList();
    return health.watch(containerId, wanted, secrets, context.doing());
  }
}
