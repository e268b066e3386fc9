package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.Registries.Answer;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.model.Sighting;
import io.atomic.reconcile.plan.ImageIndex;
import io.atomic.reconcile.plan.Offer;
import io.atomic.reconcile.plan.Selection;
import java.time.Clock;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What registries say of the apps' references, where the manifests want to know. */
final class Sightings {
  /** Questions at a time: they are small, and mostly a matter of waiting. */
  private static final int AT_A_TIME = 16;

  private final Updates updates;
  private final Registries registries;
  private final Predicate<String> allowed;
  private final Clock clock;

  /**
   * @param allowed whether an image may come from where it does; others are not asked about
   */
  Sightings(Updates updates, Registries registries, Predicate<String> allowed, Clock clock) {
    this.updates = updates;
    this.registries = registries;
    this.allowed = allowed;
    this.clock = clock;
  }

  /** Of the selected apps alone: what those depend on is not what was asked for. */
  SortedMap<String, Sighting> of(
      Desired desired, Recorded recorded, EngineView engine, Selection selection)
      throws InterruptedException {
    var wanted = new TreeMap<String, App>();
    desired
        .apps()
        .forEach((name, declared) -> {
          var app = declared.resource();
          if (selection.names(ResourceId.app(name))
              && Offer.isWanted(app.spec(), recorded.apps().get(name))
              && allowed.test(app.spec().image().toString())) {
            wanted.put(name, app);
          }
        });
    return switch (updates) {
      case IGNORED -> Collections.emptySortedMap();
      case RECORDED -> recorded(recorded, wanted.keySet());
      case ASKED ->
          engine instanceof EngineView.Reached reached
              ? asked(wanted, recorded, reached)
              : Collections.emptySortedMap();
    };
  }

  /** What is recorded of these apps. */
  static SortedMap<String, Sighting> recorded(Recorded recorded, Set<String> apps) {
    var sightings = new TreeMap<String, Sighting>();
    for (var app : apps) {
      var sighting = sighting(recorded.apps().get(app));
      if (sighting != null) {
        sightings.put(app, sighting);
      }
    }
    return sightings;
  }

  private static @Nullable Sighting sighting(@Nullable AppRecord record) {
    return record == null ? null : record.sighting();
  }

  private SortedMap<String, Sighting> asked(
      SortedMap<String, App> wanted, Recorded recorded, EngineView.Reached engine)
      throws InterruptedException {
    var images = new ImageIndex(engine.kind(), engine.images());
    var turn = new Semaphore(AT_A_TIME);
    var answers = new TreeMap<String, Future<Answer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        wanted.forEach((name, app) -> {
          var reference = app.spec().image();
          var question = question(reference, images.find(reference), turn);
          answers.put(name, threads.submit(question));
        });
        return sightings(wanted, recorded, answers);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private Callable<Answer> question(
      ImageReference reference, @Nullable Image onDisk, Semaphore turn) {
    var known = onDisk == null ? Set.<String>of() : Set.copyOf(Offer.digestsOf(onDisk));
    return () -> {
      turn.acquire();
      try {
        return registries.ask(reference, known);
      } finally {
        turn.release();
      }
    };
  }

  private SortedMap<String, Sighting> sightings(
      SortedMap<String, App> wanted, Recorded recorded, SortedMap<String, Future<Answer>> answers)
      throws InterruptedException {
    var sightings = new TreeMap<String, Sighting>();
    for (var asked : answers.entrySet()) {
      var name = asked.getKey();
      var before = sighting(recorded.apps().get(name));
      var app = wanted.get(name);
      if (app == null) {
        continue;
      }
      var reference = app.spec().image().toString();
      var now = clock.instant();
      sightings.put(
          name,
          switch (answer(asked.getValue())) {
            case Answer.Means(var digest, var digests, var created) ->
                Sighting.answered(before, reference, digest, digests, created, now);
            case Answer.Unknown(var why, var remedy) ->
                Sighting.unanswered(before, reference, why, remedy, now);
          });
    }
    return sightings;
  }

  private static Answer answer(Future<Answer> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a question to a registry died of a bug", e.getCause());
    }
  }
}
