package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.HostFiles;
import io.atomic.reconcile.cycle.Probes;
import io.atomic.reconcile.cycle.RebootLocks;
import io.atomic.reconcile.cycle.RebootWatch;
import io.atomic.reconcile.cycle.Secrets;
import io.atomic.reconcile.fleetlock.HttpRebootLocks;
import io.atomic.reconcile.host.HostProbes;
import io.atomic.reconcile.host.LocalHostFiles;
import io.atomic.reconcile.host.LocalHostVitals;
import io.atomic.reconcile.host.LocalOperatingSystem;
import io.atomic.reconcile.host.LocalRebootWatch;
import io.atomic.reconcile.host.MountSources;
import io.atomic.reconcile.host.OstreeRemotes;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The part of the wiring by which the host itself is reached: its files, its system, its boot. */
final class HostAccess {
  private final Path root;
  private final SortedMap<String, String> environment;
  private final Secrets secrets;
  private final MountSources mounts;

  /**
   * Looks at nothing yet.
   *
   * @param root put before host paths
   * @param environment of children
   * @param secrets of the apps
   * @param engineSocket null = there is none
   */
  HostAccess(
      Path root,
      SortedMap<String, String> environment,
      Secrets secrets,
      @Nullable Path engineSocket) {
    this.root = root;
    this.environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    this.secrets = secrets;
    this.mounts = new MountSources(engineSocket);
  }

  /** Put before host paths; empty on a real host. */
  String prefix() {
    return root.equals(Path.of("/")) ? "" : root.toString();
  }

  /**
   * The host's files and facts.
   *
   * @param hash of secrets
   */
  HostFiles files(UnaryOperator<String> hash) {
    return new LocalHostFiles(root, secrets, hash, mounts);
  }

  Probes probes() {
    return new HostProbes(environment);
  }

  LocalHostVitals vitals() {
    return new LocalHostVitals(root, environment);
  }

  LocalOperatingSystem operatingSystem(RebootWatch watch) {
    return new LocalOperatingSystem(
        root, environment, watch, new OstreeRemotes(root, System.getenv()));
  }

  RebootWatch rebootWatch() {
    return new LocalRebootWatch(root, environment);
  }

  RebootLocks rebootLocks() {
    return new HttpRebootLocks(root, System.getenv(), HttpRebootLocks.TIMEOUT);
  }
}
