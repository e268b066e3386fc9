package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Recorded;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Images of an app that nobody needs any more, and the names that we may take from them. Only what
 * we fetched goes; from other images we take no more than the name that we gave them.
 */
final class UnneededImages {
  private final EngineView.Reached engine;
  private final ImageIndex images;
  private final Recorded all;
  private final Desired desired;

  UnneededImages(EngineView.Reached engine, Recorded all, Desired desired) {
    this.engine = engine;
    this.images = new ImageIndex(engine.kind(), engine.images());
    this.all = all;
    this.desired = desired;
  }

  /**
   * Of an app that goes.
   *
   * @param removedContainers IDs of containers that will be gone by then
   */
  List<AppAction.RemoveImage> ofRemoved(AppRecord record, Set<String> removedContainers) {
    var ids = new TreeSet<>(record.pulled());
    if (record.installation() != null) {
      ids.add(record.installation().imageId());
    }
    return removals(record, ids, removedContainers);
  }

  /**
   * Of an app that stays: what it fetched once, and neither runs nor could go back to.
   *
   * @param next that it is going to be; null = it stays what it is
   * @param retained how many images are kept besides the current and the last good one
   */
  List<AppAction.RemoveImage> ofKept(AppRecord record, @Nullable Next next, int retained) {
    var ids = new TreeSet<>(record.pulled());
    ids.removeAll(kept(record, next, retained));
    var named = images.find(record.manifest().spec().image());
    if (next == null && named != null) {
      // It may be a version that failed: as long as its name means it, it is known not to be tried.
      ids.remove(named.id());
    }
    return removals(record, ids, next == null ? Set.of() : next.removedContainers());
  }

  /**
   * The version that an app is going to be.
   *
   * @param imageId null = known after fetch
   * @param removedContainers IDs of containers that will be gone by then
   */
  record Next(@Nullable String imageId, Set<String> removedContainers) {}

  private static Set<String> kept(AppRecord record, @Nullable Next next, int retained) {
    var kept = new LinkedHashSet<String>();
    if (next == null) {
      if (record.installation() != null) {
        kept.add(record.installation().imageId());
      }
    } else {
      kept.add(next.imageId() == null ? "known after fetch" : next.imageId());
    }
    for (var version : record.proven()) {
      if (kept.size() < 2 + retained) {
        kept.add(version.imageId());
      }
    }
    return kept;
  }

  private List<AppAction.RemoveImage> removals(
      AppRecord record, Set<String> ids, Set<String> removedContainers) {
    var removals = new ArrayList<AppAction.RemoveImage>();
    for (var id : ids) {
      var image = images.byId(id);
      if (image == null
          || isUsedByOthers(record.name(), id, removedContainers)
          || isWantedByOthers(record.name(), id)) {
        continue;
      }
      var names = namesToTake(record, image);
      if (names != null) {
        removals.add(new AppAction.RemoveImage(record.name(), id, names));
      }
    }
    return removals;
  }

  /** The names we may take from the image; null = none. */
  private static @Nullable List<String> namesToTake(AppRecord record, Image image) {
    var ours = image.tags().stream().filter(tag -> OwnTag.isOf(record.name(), tag)).toList();
    if (record.pulled().contains(image.id())) {
      // With the name that we fetched it by; those that others gave it are theirs.
      var names =
          new ArrayList<>(
              image.tags().stream()
                  .filter(tag -> ours.contains(tag) || isFetched(record, tag))
                  .toList());
      if (names.isEmpty() && !image.tags().isEmpty()) {
        return null;
      }
      if (names.size() == image.tags().size()) {
        // Docker keeps an image for as long as a digest of a registry names it.
        image.digests().stream().filter(digest -> isFetched(record, digest)).forEach(names::add);
      }
      return names;
    }
    // Without another name, taking ours would delete an image that is not ours.
    return ours.isEmpty() || ours.size() == image.tags().size() ? null : ours;
  }

  private static boolean isFetched(AppRecord record, String name) {
    var installation = record.installation();
    return ImageIndex.areOfOneFetch(name, record.manifest().spec().image().toString())
        || (installation != null && ImageIndex.areOfOneFetch(name, installation.reference()));
  }

  /** An app that is new in this run has its image on disk, and nothing else yet. */
  private boolean isWantedByOthers(String app, String imageId) {
    for (var other : desired.apps().values()) {
      var wanted = images.find(other.resource().spec().image());
      if (!other.resource().name().equals(app) && wanted != null && wanted.id().equals(imageId)) {
        return true;
      }
    }
    return false;
  }

  private boolean isUsedByOthers(String app, String imageId, Set<String> removedContainers) {
    return engine.containers().stream()
            .anyMatch(c -> c.imageId().equals(imageId) && !removedContainers.contains(c.id()))
        || all.apps().values().stream()
            .filter(other -> !other.name().equals(app))
            .anyMatch(other ->
                other.pulled().contains(imageId)
                    || (other.installation() != null
                        && other.installation().imageId().equals(imageId)));
  }
}
