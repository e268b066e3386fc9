package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The data of an app that is removed: it goes only if the manifest and the command line say so
 * both.
 *
 * @param directories that we made for it
 * @param volumes that nobody but its containers uses
 * @param declared whether the manifest wants it to go
 * @param said whether the command line does
 */
record DataPurge(
    List<String> directories, SortedSet<String> volumes, boolean declared, boolean said) {
  DataPurge {
    directories = List.copyOf(directories);
    volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
  }

  static DataPurge of(Change.Remove change, Situation situation) {
    var record = change.record();
    var declared = situation.desired().apps().get(record.name());
    return new DataPurge(
        record.directories(),
        situation.observed().engine() instanceof EngineView.Reached engine
            ? volumes(change, situation, engine)
            : Collections.emptySortedSet(),
        (declared == null ? record.manifest() : declared.resource()).spec().purgeData(),
        situation.surroundings().purgesData());
  }

  /** Also of containers that are gone by now, if a removal that was cut short noted them. */
  private static SortedSet<String> volumes(
      Change.Remove change, Situation situation, EngineView.Reached engine) {
    var own = change.standing().containers();
    var volumes = new TreeSet<>(change.record().volumes());
    own.forEach(container -> volumes.addAll(container.volumes()));
    engine.containers().stream()
        .filter(container -> !own.contains(container))
        .forEach(container -> volumes.removeAll(container.volumes()));
    volumes.removeIf(volume -> isNamedByOthers(volume, change.id().name(), situation));
    return volumes;
  }

  /** One that has no container now will want its volumes again; a mention is enough. */
  private static boolean isNamedByOthers(String volume, String app, Situation situation) {
    var texts = new ArrayList<String>();
    for (var record : situation.recorded().apps().values()) {
      if (!record.name().equals(app)) {
        texts.add(record.manifest().spec().toString());
        if (record.installation() != null) {
          texts.add(record.installation().labels().toString());
        }
      }
    }
    for (var declared : situation.desired().apps().values()) {
      if (!declared.resource().name().equals(app)) {
        texts.add(declared.resource().spec().toString());
      }
    }
    return texts.stream().anyMatch(text -> text.contains(volume));
  }

  boolean isWanted() {
    return declared && said && !isEmpty();
  }

  AppAction.PurgeData action(Change.Remove change) {
    return new AppAction.PurgeData(change.id().name(), directories, volumes);
  }

  private boolean isEmpty() {
    return directories.isEmpty() && volumes.isEmpty();
  }

  /** What to know of data that stays although somebody wants it to go; null = nothing. */
  @Nullable Problem notice(Change.Remove change) {
    if (isEmpty() || declared == said) {
      return null;
    }
    return Problem.notice(change.id(), "data stays: " + action(change).data())
        .withRemedy(
            declared
                ? "add --purge-data if it is meant to go"
                : "it goes only if its manifest says 'purgeData: true' as well");
  }
}
