package io.atomic.reconcile.cycle;

import io.atomic.reconcile.label.MountUse;
import io.atomic.reconcile.model.MountSource;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.model.Volume;
import io.atomic.reconcile.plan.Claims;
import io.atomic.reconcile.policy.MountFacts;
import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks where the mounts of commands lead; who mounts nothing bothers nobody. */
final class Mounts {
  private final Engine engine;
  private final HostFiles files;
  private final String hostRoot;

  Mounts(Engine engine, HostFiles files, String hostRoot) {
    this.engine = engine;
    this.files = files;
    this.hostRoot = hostRoot;
  }

  /**
   * Everything that must be known to judge the commands.
   *
   * @param recorded which directories we made
   */
  MountFacts look(Collection<Claims> claims, Recorded recorded) throws InterruptedException {
    var paths = new TreeSet<String>();
    var volumes = new TreeMap<String, Volume>();
    for (var one : claims) {
      for (var mount : one.mounts()) {
        switch (mount) {
          case MountUse.OfPath path -> {
            paths.add(path.path());
            if (path.ownDirectory() != null) {
              paths.add(path.ownDirectory());
            }
          }
          case MountUse.OfVolume(var name, _) -> {
            var volume = volumes.containsKey(name) ? null : volume(name);
            if (volume != null) {
              volumes.put(name, volume);
            }
          }
        }
      }
    }
    volumes.values().forEach(volume -> paths.addAll(volume.devices()));
    var sources = new TreeMap<String, MountSource>();
    paths.forEach(path -> sources.put(path, files.mountSource(path)));
    return new MountFacts(
        sources,
        volumes,
        recorded.directories(),
        paths.isEmpty() ? new TreeMap<>() : files.systemLinks(),
        realRoot());
  }

  /** One that the engine does not tell us about may be anything. */
  private @Nullable Volume volume(String name) throws InterruptedException {
    try {
      return engine.volume(name);
    } catch (EffectException _) {
      return new Volume(name, "", Collections.emptySortedMap());
    }
  }

  private String realRoot() {
    if (hostRoot.isEmpty()) {
      return hostRoot;
    }
    var leadsTo = files.mountSource(hostRoot).leadsTo();
    return leadsTo.isEmpty() ? hostRoot : leadsTo.getFirst();
  }
}
