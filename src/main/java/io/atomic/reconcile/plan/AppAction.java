package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.Health;
import io.atomic.reconcile.model.Installation;
import io.atomic.reconcile.model.Launch;
import io.atomic.reconcile.model.ProvenVersion;
import io.atomic.reconcile.model.ResourceId;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An effect on one app. */
public sealed interface AppAction extends Action {

  /** Name of the app. */
  String app();

  @Override
  default ResourceId resource() {
    return ResourceId.app(app());
  }

  /**
   * Has the images on disk.
   *
   * @param digest that the app's own reference is to mean from then on; null = whatever its
   *     registry says
   */
  record Fetch(
      String app,
      @Nullable String place,
      App manifest,
      List<String> references,
      @Nullable String digest)
      implements AppAction {
    public Fetch {
      references = List.copyOf(references);
    }
  }

  /** Writes into the record what is already there, without touching it. */
  record Adopt(String app, AppRecord record) implements AppAction {}

  /**
   * Runs the INSTALL command; it may make a container, which then is the app's.
   *
   * @param result what is recorded afterwards; null while known after fetch
   * @param proves whether the version has proved itself with that: nothing of it is started
   */
  record Install(
      String app,
      @Nullable String place,
      App manifest,
      PlannedCommand command,
      @Nullable Installation result,
      boolean proves)
      implements AppAction {
    @Override
    public boolean reversible() {
      return false;
    }
  }

  /**
   * Runs the RUN command, or starts the container that INSTALL made.
   *
   * @param launch what is recorded afterwards, but for the container; null while known after fetch
   * @param installation what is recorded with it; null while known after fetch
   * @param proves whether the version has proved itself with that: nobody looks at it afterwards
   */
  record Run(
      String app,
      @Nullable String place,
      App manifest,
      PlannedCommand command,
      @Nullable Launch launch,
      @Nullable Installation installation,
      boolean proves)
      implements AppAction {}

  /** Runs the RUN command in the foreground and waits for its end. */
  record Complete(
      String app,
      @Nullable String place,
      App manifest,
      PlannedCommand command,
      @Nullable Launch launch,
      @Nullable Installation installation)
      implements AppAction {}

  /** Starts a container that exists. */
  record Start(String app, String containerId) implements AppAction {}

  /** Lets a paused container go on. */
  record Unpause(String app, String containerId) implements AppAction {}

  /**
   * Gives a container of ours its name back.
   *
   * @param name that it was started with
   */
  record Rename(String app, String containerId, String name) implements AppAction {}

  /**
   * Gives a container its restart policy and its limits back, while it runs.
   *
   * @param options of {@code run} that it was started with, in the words of the command line
   */
  record Reconfigure(String app, String containerId, SortedMap<String, String> options)
      implements AppAction {
    public Reconfigure {
      options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }
  }

  /**
   * Stops an app: by the recorded STOP command, then by the engine if its container still runs.
   *
   * @param containerId null = RUN left none, so that its STOP alone knows what there is to stop
   * @param command null = the image has no STOP
   */
  record Stop(String app, @Nullable String containerId, PlannedCommand.@Nullable Known command)
      implements AppAction {
    @Override
    public boolean disruptive() {
      return true;
    }
  }

  /** Renames a stopped container out of the way of its successor. */
  record SetAside(String app, String containerId, String newName) implements AppAction {
    @Override
    public boolean disruptive() {
      return true;
    }
  }

  /** Runs the recorded UNINSTALL command. */
  record Uninstall(String app, PlannedCommand.Known command) implements AppAction {
    @Override
    public boolean disruptive() {
      return true;
    }

    @Override
    public boolean reversible() {
      return false;
    }
  }

  /** Removes a container of ours; its volumes stay. */
  record RemoveContainer(String app, String containerId, String name) implements AppAction {
    @Override
    public boolean disruptive() {
      return true;
    }

    @Override
    public boolean reversible() {
      return false;
    }
  }

  /** Removes the container that was set aside, now that its successor runs. */
  record RemoveOld(String app, String containerId, String name) implements AppAction {
    @Override
    public boolean reversible() {
      return false;
    }
  }

  /** Takes names from an image; the engine removes it with the last one. */
  record RemoveImage(String app, String imageId, List<String> references) implements AppAction {
    public RemoveImage {
      references = List.copyOf(references);
    }
  }

  /**
   * Starts the container that was set aside again.
   *
   * @param name that it had, and gets again
   */
  record PutBack(
      String app,
      @Nullable String place,
      App manifest,
      String containerId,
      String name,
      Installation installation)
      implements AppAction {
    @Override
    public boolean disruptive() {
      return true;
    }
  }

  /**
   * Looks at the app until it is healthy, or certain not to become so.
   *
   * @param trial what has proved itself then, or is not tried again; null = no version is on trial
   */
  record CheckHealth(String app, Health health, @Nullable Trial trial) implements AppAction {
    @Override
    public @Nullable Duration deadline() {
      return health.deadline();
    }

    @Override
    public boolean onlyWatches() {
      return true;
    }
  }

  /**
   * Looks at an app whose dependencies were replaced; if it is not healthy it is restarted, once.
   *
   * @param dependencies names of the apps that were replaced
   */
  record Recheck(String app, String containerId, Health health, List<String> dependencies)
      implements AppAction {
    public Recheck {
      dependencies = List.copyOf(dependencies);
    }

    @Override
    public @Nullable Duration deadline() {
      return health.deadline();
    }
  }

  /** Goes back to a version that proved itself, because the one on trial failed. */
  record RollBack(String app, Trial trial, ProvenVersion to) implements AppAction {
    @Override
    public boolean disruptive() {
      return true;
    }
  }

  /** Writes the manifest as applied; nothing restarts. */
  record WriteRecord(
      String app, @Nullable String place, App manifest, @Nullable Installation installation)
      implements AppAction {
    @Override
    public String word() {
      return "record";
    }
  }

  /** Writes down which volumes go with the app, before the containers that tell are gone. */
  record NoteVolumes(String app, SortedSet<String> volumes) implements AppAction {
    public NoteVolumes {
      volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
    }
  }

  /**
   * Removes what users of the app have left in it; nothing brings that back.
   *
   * @param directories that we made for it, and that go with all that is in them
   * @param volumes of its containers
   */
  record PurgeData(String app, List<String> directories, SortedSet<String> volumes)
      implements AppAction {
    public PurgeData {
      directories = List.copyOf(directories);
      volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
    }

    /** All that goes, as people read it. */
    public String data() {
      return Stream.concat(directories.stream(), volumes.stream().map(volume -> "volume " + volume))
          .collect(Collectors.joining(", "));
    }

    @Override
    public boolean disruptive() {
      return true;
    }

    @Override
    public boolean reversible() {
      return false;
    }
  }

  /**
   * Drops the app from the record.
   *
   * @param directories that we made for it and that are removed with it, if they are empty
   */
  record Forget(String app, List<String> directories) implements AppAction {
    public Forget {
      directories = List.copyOf(directories);
    }
  }
}
