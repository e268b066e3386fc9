package io.atomic.reconcile.cycle;

import io.atomic.reconcile.cycle.HostVitals.Disk;
import io.atomic.reconcile.cycle.HostVitals.Unit;
import io.atomic.reconcile.model.BootState;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.RebootObstacles;
import io.atomic.reconcile.model.Recorded;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a host on which runs are to go well, before anybody has judged it.
 *
 * @param settings what is wrong with them
 * @param now by this host's clock
 * @param synchronised whether that follows a time server; null = nobody tells
 * @param os the host's deployments, where a manifest or the record knows of a host
 * @param boot whether the boot that runs has proved itself
 * @param autoUpdate the timer by which podman updates containers itself
 * @param quadlets container names by the file that makes a service of them
 */
public record Symptoms(
    List<Problem> settings,
    Desired desired,
    StateVitals.Seen state,
    Told<EngineVitals.Seen> engine,
    Instant now,
    @Nullable Boolean synchronised,
    Told<List<Disk>> disks,
    OsView os,
    BootState boot,
    Told<RebootObstacles> obstacles,
    Unit autoUpdate,
    SortedMap<String, String> quadlets) {
  static final String AUTO_UPDATE = "podman-auto-update.timer";

  public Symptoms {
    settings = List.copyOf(settings);
    quadlets = Collections.unmodifiableSortedMap(new TreeMap<>(quadlets));
  }

  /** Who can look. */
  public record Ports(
      StateVitals state,
      EngineVitals engine,
      HostVitals host,
      OperatingSystem os,
      RebootWatch reboot) {}

  /** Looks at everything; what cannot be looked at is a symptom as well. */
  public static Symptoms of(Ports ports, List<Problem> settings, Desired desired, Instant now)
      throws InterruptedException {
    var state = ports.state().look();
    var engine = ports.engine().look();
    var host = ports.host();
    var spec = hostSpec(desired, recorded(state));
    var directories = new TreeSet<String>();
    directories.add(state.path());
    if (engine instanceof Told.Known<EngineVitals.Seen>(var seen) && seen.directory() != null) {
      directories.add(seen.directory());
    }
    return new Symptoms(
        settings,
        desired,
        state,
        engine,
        now,
        host.isClockSynchronised(),
        host.disks(List.copyOf(directories)),
        spec == null
            ? new OsView.NotAsked()
            : ports.os().view(spec, Ours.of(recorded(state).host())),
        ports.reboot().bootState(),
        ports.reboot().obstacles(),
        host.unit(AUTO_UPDATE),
        host.quadlets());
  }

  private static @Nullable HostSpec hostSpec(Desired desired, Recorded recorded) {
    if (desired.host() != null) {
      return desired.host().resource().spec();
    }
    return recorded.host() == null ? null : recorded.host().manifest().spec();
  }

  /** What the host is to be, or was last; null = no host is declared or recorded. */
  @Nullable HostSpec hostSpec() {
    return hostSpec(desired, recorded());
  }

  /** What is recorded, as far as it can be read. */
  Recorded recorded() {
    return recorded(state);
  }

  private static Recorded recorded(StateVitals.Seen state) {
    return state instanceof StateVitals.Seen.Directory directory
            && directory.recorded() instanceof Told.Known<Recorded>(var recorded)
        ? recorded
        : Recorded.NOTHING;
  }

  /** The names of all apps that are declared or recorded. */
  public SortedSet<String> apps() {
    var names = new TreeSet<>(desired.apps().keySet());
    names.addAll(recorded().apps().keySet());
    desired.invalid().stream()
        .filter(id -> id.kind() == Kind.APP)
        .forEach(id -> names.add(id.name()));
    return names;
  }

  /** The containers of those apps. */
  List<Container> ownContainers() {
    if (!(engine instanceof Told.Known<EngineVitals.Seen>(var seen))) {
      return List.of();
    }
    var names = apps();
    var ids = new TreeSet<String>();
    recorded().apps().values().forEach(record -> ids.addAll(record.containers()));
    return seen.view().containers().stream()
        .filter(container -> ids.contains(container.id()) || names.contains(container.name()))
        .toList();
  }
}
