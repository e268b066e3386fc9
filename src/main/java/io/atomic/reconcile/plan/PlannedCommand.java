package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.ShellCommand;
import io.atomic.reconcile.model.EnvValue;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A label command as a step will run it. */
public sealed interface PlannedCommand {

  /** The image is not on disk yet, so nobody knows what its labels say, or if it has them. */
  record KnownAfterFetch() implements PlannedCommand {}

  /**
   * The final argument vector.
   *
   * @param environment of the child, besides what every child gets
   * @param timeout after which the command and all that it started are ended
   * @param containerName the container it makes; null = none that can be told
   * @param hostDirectories of the app that must exist before it runs
   * @param attached whether somebody waits for the container that it makes, its input and output
   *     theirs
   * @param claims what it asks of the host
   */
  record Known(
      List<String> argv,
      SortedMap<String, EnvValue> environment,
      Duration timeout,
      @Nullable String containerName,
      List<String> hostDirectories,
      boolean attached,
      Claims claims)
      implements PlannedCommand {
    public Known {
      argv = List.copyOf(argv);
      environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
      hostDirectories = List.copyOf(hostDirectories);
    }

    /** As far as can be told, and whatever its name. */
    boolean makesContainer() {
      return containerName != null || ShellCommand.makesContainer(argv);
    }
  }
}
