package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Exposition;
import io.atomic.reconcile.model.Flapping;
import io.atomic.reconcile.model.HealthDefaults;
import io.atomic.reconcile.model.Observed.EngineKind;
import io.atomic.reconcile.model.Receiver;
import io.atomic.reconcile.model.Schedule.Schedules;
import io.atomic.reconcile.model.SiteWindows;
import io.atomic.reconcile.model.Window;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How this host is reconciled, as its administrator set it; manifests cannot change any of it.
 *
 * @param parallelism how many apps may be worked on at the same time
 * @param health of apps whose manifest does not say
 * @param flapping how often drift of an app is corrected
 * @param schedules when the daemon looks at everything
 * @param windows times at which disruption is allowed, by the name that manifests use
 * @param notifications who is told when something is wrong
 */
public record Settings(
    Engine engine,
    int parallelism,
    Policy policy,
    HealthDefaults health,
    Flapping flapping,
    Schedules schedules,
    SortedMap<String, List<Window>> windows,
    Retention retention,
    Disk disk,
    Control control,
    Exposition metrics,
    List<Receiver> notifications) {
  public static final Settings DEFAULT =
      new Settings(
          Engine.DEFAULT,
          4,
          Policy.DEFAULT,
          HealthDefaults.STANDARD,
          Flapping.STANDARD,
          Schedules.STANDARD,
          Collections.emptySortedMap(),
          Retention.DEFAULT,
          Disk.DEFAULT,
          Control.DEFAULT,
          Exposition.NONE,
          List.of());

  public Settings {
    notifications = List.copyOf(notifications);
    windows = Collections.unmodifiableSortedMap(new TreeMap<>(windows));
  }

  /** The same settings for an engine that was asked for. */
  public Settings withEngineKind(Engine.Kind kind) {
    return new Settings(
        new Engine(
            engine.socket(),
            kind,
            engine.command(),
            engine.timeout(),
            engine.pullTimeout(),
            engine.commandTimeout(),
            engine.registryTimeout()),
        parallelism,
        policy,
        health,
        flapping,
        schedules,
        windows,
        retention,
        disk,
        control,
        metrics,
        notifications);
  }

  /**
   * How much of the past is kept.
   *
   * @param images of an app that we fetched, besides the current and the last good one
   * @param history reports of runs
   */
  public record Retention(int images, int history) {
    public static final Retention DEFAULT = new Retention(1, 50);
  }

  /**
   * How the daemon is asked for something.
   *
   * @param socket absolute path of a Unix socket, below {@code --root}
   */
  public record Control(String socket) {
    public static final Control DEFAULT = new Control("/run/atomic-reconcile/control.sock");
  }

  /**
   * What is left free on disks.
   *
   * @param reserve bytes that no fetch may touch
   */
  public record Disk(long reserve) {
    public static final Disk DEFAULT = new Disk(256L << 20);
  }

  /**
   * Which container engine is used and how long it may take.
   *
   * @param socket absolute path of a Unix socket; null = the usual places
   * @param command words that start the engine's command line; empty = found through PATH
   * @param timeout deadline of one call
   * @param pullTimeout deadline of one pull
   * @param commandTimeout deadline of a label command whose manifest gives none
   * @param registryTimeout deadline of one exchange with a registry, and of a credential helper
   */
  public record Engine(
      @Nullable String socket,
      Kind kind,
      List<String> command,
      Duration timeout,
      Duration pullTimeout,
      Duration commandTimeout,
      Duration registryTimeout) {
    public static final Engine DEFAULT =
        new Engine(
            null,
            Kind.AUTO,
            List.of(),
            Duration.ofSeconds(30),
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10));

    public Engine {
      command = List.copyOf(command);
    }

    public Engine withSocket(String other) {
      return new Engine(
          other, kind, command, timeout, pullTimeout, commandTimeout, registryTimeout);
    }

    /** {@code engine.kind}. */
    public enum Kind {
      AUTO,
      DOCKER,
      PODMAN;

      /** Null = whichever is there. */
      public @Nullable EngineKind wanted() {
        return switch (this) {
          case AUTO -> null;
          case DOCKER -> EngineKind.DOCKER;
          case PODMAN -> EngineKind.PODMAN;
        };
      }
    }
  }

  /**
   * The most that manifests may ask for.
   *
   * @param grants that manifests may give; null = all
   * @param registries where images may come from: registries, or beginnings of their repositories;
   *     null = anywhere
   * @param secretPaths directories below which files may be named as secrets
   * @param windows outside of which runs leave for later what disturbs
   */
  public record Policy(
      @Nullable List<String> grants,
      @Nullable List<String> registries,
      List<String> secretPaths,
      SiteWindows windows) {
    public static final Policy DEFAULT =
        new Policy(null, null, List.of("/etc/atomic/secrets", "/run/secrets"), SiteWindows.NONE);

    public Policy {
      grants = grants == null ? null : List.copyOf(grants);
      registries = registries == null ? null : List.copyOf(registries);
      secretPaths = List.copyOf(secretPaths);
    }
  }
}
