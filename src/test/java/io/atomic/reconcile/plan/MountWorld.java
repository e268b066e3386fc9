package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.MountUse;
import io.atomic.reconcile.model.MountSource;
import io.atomic.reconcile.model.MountSource.Kind;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.Volume;
import io.atomic.reconcile.policy.Gate;
import io.atomic.reconcile.policy.MountFacts;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where mounts lead on the host of a story: every path to itself, and nothing is there, but for
 * what the story tells.
 */
final class MountWorld {
  /** Paths that somebody has made. */
  final SortedSet<String> existing = new TreeSet<>();

  /** Where links lead. */
  final SortedMap<String, String> links = new TreeMap<>();

  final SortedMap<String, Volume> volumes = new TreeMap<>();

  void bind(String volume, String device) {
    volumes.put(volume, new Volume(volume, "local", SortedMaps.of("device", device, "o", "bind")));
  }

  MountFacts facts(Plan plan, Recorded recorded) {
    var paths = new TreeSet<String>();
    for (var claims : Gate.claims(plan)) {
      for (var mount : claims.mounts()) {
        if (mount instanceof MountUse.OfPath path) {
          paths.add(path.path());
          if (path.ownDirectory() != null) {
            paths.add(path.ownDirectory());
          }
        }
      }
    }
    volumes.values().forEach(volume -> paths.addAll(volume.devices()));
    var sources = new TreeMap<String, MountSource>();
    paths.forEach(path -> sources.put(path, source(path)));
    return new MountFacts(sources, volumes, recorded.directories(), new TreeMap<>(), "");
  }

  private MountSource source(String path) {
    var leadsTo = links.getOrDefault(path, path);
    return new MountSource(
        new TreeSet<>(List.of(leadsTo)),
        links.containsKey(path) ? Kind.LINK : existing.contains(path) ? Kind.OTHER : Kind.MISSING,
        MountSource.isNamedLikeEngineSocket(leadsTo));
  }
}
