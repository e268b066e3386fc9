package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Journal.Unfinished;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.plan.ContainerLabels;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts in order what an interrupted run left: ends the children that outlived it, removes the
 * containers of half-done INSTALLs and UNINSTALLs, notes what a finished one had made. What is then
 * still to do, the next plan finds by looking.
 */
final class Recovery {
  /** Journal detail of INSTALL: the container that had the app's name before. */
  static final String CONTAINER_BEFORE = "containerBefore";

  static final String ABSENT = "absent";

  /** A child that was ended may have asked the engine for a container a moment before. */
  private static final Duration ENGINE_SETTLES = Duration.ofSeconds(1);

  private final Journal journal;
  private final CommandRunner runner;
  private final Engine engine;
  private final Ledger ledger;
  private final Progress progress;
  private final Clock clock;

  Recovery(
      Journal journal,
      CommandRunner runner,
      Engine engine,
      Ledger ledger,
      Progress progress,
      Clock clock) {
    this.journal = journal;
    this.runner = runner;
    this.engine = engine;
    this.ledger = ledger;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * Repairs.
   *
   * @throws EffectException if the engine or the disk fails meanwhile; the next run tries again
   */
  void repair(List<Unfinished> unfinished) throws EffectException, InterruptedException {
    if (unfinished.isEmpty()) {
      return;
    }
    endChildren(unfinished);
    for (var one : unfinished) {
      var intent = one.intent();
      progress.repairing("%s, which was interrupted".formatted(intent.step()));
      if (intent.resource().kind() == Kind.APP) {
        repairApp(intent, intent.resource().name());
      }
      journal.end(
          intent.runId(),
          intent.sequence(),
          clock.instant(),
          Journal.Result.INTERRUPTED,
          "the run ended before the step did");
    }
  }

  private void repairApp(Journal.Intent intent, String app)
      throws EffectException, InterruptedException {
    switch (intent.action()) {
      case "install" -> {
        removeContainers(app, "install", intent.runId());
        noteMadeByInstall(intent, app);
      }
      case "stop", "uninstall" -> removeContainers(app, intent.action(), intent.runId());
      // Whether it had done its work cannot be told, so it starts over.
      case "complete" -> {
        removeContainers(app, "run", intent.runId());
        removeMadeUnmarked(intent, app);
      }
      case "run" -> removeMadeUnmarked(intent, app);
      default -> {
        // Observable: the plan will see how far it came.
      }
    }
  }

  private void endChildren(List<Unfinished> unfinished) throws InterruptedException {
    var ended = new ArrayList<Unfinished>();
    for (var one : unfinished) {
      var child = one.child();
      if (child != null && runner.endLeftovers(child)) {
        ended.add(one);
      }
    }
    if (!ended.isEmpty()) {
      Thread.sleep(ENGINE_SETTLES);
    }
  }

  private void removeContainers(String app, String verb, String runId)
      throws EffectException, InterruptedException {
    for (var container :
        engine.containersLabelled(
            Map.of(
                ContainerLabels.APP,
                app,
                ContainerLabels.VERB,
                verb,
                ContainerLabels.RUN_ID,
                runId))) {
      progress.repairing("removing '%s', left by %s".formatted(container.name(), verb));
      engine.remove(container.id());
    }
  }

  /**
   * A container that a RUN has made which is no engine's {@code run}: it does not say whose it is,
   * and whether RUN had done all its work cannot be told, so it starts over.
   */
  private void removeMadeUnmarked(Journal.Intent intent, String app)
      throws EffectException, InterruptedException {
    if (!ABSENT.equals(intent.details().get(CONTAINER_BEFORE))) {
      return;
    }
    var container = engine.containerNamed(app);
    var record = ledger.recorded().apps().get(app);
    if (container != null && (record == null || !record.containers().contains(container.id()))) {
      progress.repairing("removing '%s', left by run".formatted(container.name()));
      engine.remove(container.id());
    }
  }

  /** A container that has the app's name and was not there before is INSTALL's, so it is ours. */
  private void noteMadeByInstall(Journal.Intent intent, String app)
      throws EffectException, InterruptedException {
    var before = intent.details().get(CONTAINER_BEFORE);
    if (before == null) {
      return;
    }
    var container = engine.containerNamed(app);
    if (container == null) {
      return;
    }
    ledger.update(
        app,
        record ->
            record.installation() != null
                    && record.installation().imageId().equals(container.imageId())
                ? LabelCommands.madeInPlaceOf(
                    before.equals(ABSENT) ? null : before, container, record)
                : record);
  }
}
