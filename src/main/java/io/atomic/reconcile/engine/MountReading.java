package io.atomic.reconcile.engine;

import static java.util.Comparator.comparing;

import io.atomic.reconcile.model.ContainerMake.Option;
import io.atomic.reconcile.model.Observed.EngineKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Reads back what is mounted into a container. */
final class MountReading {
  private static final Set<String> RELABELLING = Set.of("z", "Z");
  private static final Set<String> USUAL_PROPAGATION = Set.of("", "rprivate", "private");

  /** What podman adds to every tmpfs. */
  private static final Set<String> OF_PODMAN =
      Set.of("rw", "rprivate", "nosuid", "nodev", "tmpcopyup");

  /** What podman mounts over a root that is read-only. */
  private static final Set<String> OVER_READ_ONLY = Set.of("/run", "/tmp", "/var/tmp", "/dev/shm");

  private final EngineKind kind;
  private final Answer made;
  private final Answer host;

  MountReading(EngineKind kind, Answer made) {
    this.kind = kind;
    this.made = made;
    this.host = made.in("HostConfig");
  }

  void into(List<Option> options) {
    var tmpfs = host.map("Tmpfs");
    made.list("Mounts").stream()
        .sorted(comparing(mount -> mount.text("Destination")))
        .forEach(mount -> {
          if (!mount.text("Type").equals("tmpfs")) {
            options.add(new Option("volume", volume(mount)));
          } else if (!tmpfs.containsKey(mount.text("Destination"))) {
            options.add(new Option("tmpfs", mount.text("Destination")));
          }
        });
    tmpfs.forEach((path, settings) -> {
      var said = said(settings);
      var itsOwn =
          kind == EngineKind.PODMAN
              && host.flag("ReadonlyRootfs")
              && said.isEmpty()
              && OVER_READ_ONLY.contains(path);
      if (!itsOwn) {
        options.add(new Option("tmpfs", said.isEmpty() ? path : path + ":" + said));
      }
    });
    host.texts("VolumesFrom").forEach(other -> options.add(new Option("volumes-from", other)));
  }

  private static String volume(Answer mount) {
    var isVolume = mount.text("Type").equals("volume");
    var settings = new ArrayList<String>();
    if (!mount.flag("RW")) {
      settings.add("ro");
    }
    if (!isVolume) {
      // Docker says z of every volume, asked or not.
      Arrays.stream(mount.text("Mode").split(",", -1))
          .filter(RELABELLING::contains)
          .forEach(settings::add);
      if (!USUAL_PROPAGATION.contains(mount.text("Propagation"))) {
        settings.add(mount.text("Propagation"));
      }
    }
    var text =
        (isVolume ? mount.text("Name") : mount.text("Source")) + ":" + mount.text("Destination");
    return settings.isEmpty() ? text : text + ":" + String.join(",", settings);
  }

  private String said(String settings) {
    return kind == EngineKind.DOCKER
        ? settings
        : String.join(
            ",",
            Arrays.stream(settings.split(",", -1))
                .filter(setting -> !OF_PODMAN.contains(setting))
                .toList());
  }
}
