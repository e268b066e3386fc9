package io.atomic.reconcile.label;

import io.atomic.reconcile.model.EnvValue;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What became of a request: a command to run as it is, or why there is none. */
public sealed interface Prepared {

  /**
   * A command, complete.
   *
   * @param argv without any secret; {@link ShellWords#join} shows it
   * @param environment what the child must find in its environment for the app's {@code env}, and
   *     for {@code -e NAME} words that pass a value on
   * @param privileges what the command needs beyond what is free, each spelled as the grant for it
   * @param mounts what it mounts, which may turn out to need more than its text says
   * @param containers own ones that must be there, since their names could be taken for IDs
   * @param variables every variable that the text names
   * @param container what it makes; null = it is no {@code run} or {@code create}
   * @param images that it starts containers from, other than the app's own
   * @param ownDirectories those of CONFDIR, LOGDIR and DATADIR that it names or mounts
   * @param warnings sentences for the user
   */
  record Ready(
      List<String> argv,
      SortedMap<String, EnvValue> environment,
      SortedSet<String> privileges,
      List<MountUse> mounts,
      SortedSet<String> containers,
      SortedSet<String> variables,
      @Nullable NewContainer container,
      List<String> images,
      SortedSet<String> ownDirectories,
      List<String> warnings)
      implements Prepared {
    public Ready {
      argv = List.copyOf(argv);
      environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
      privileges = Collections.unmodifiableSortedSet(new TreeSet<>(privileges));
      mounts = List.copyOf(mounts);
      containers = Collections.unmodifiableSortedSet(new TreeSet<>(containers));
      variables = Collections.unmodifiableSortedSet(new TreeSet<>(variables));
      images = List.copyOf(images);
      ownDirectories = Collections.unmodifiableSortedSet(new TreeSet<>(ownDirectories));
      warnings = List.copyOf(warnings);
    }

    Ready calling(Needs needs) {
      var directories = new TreeSet<>(ownDirectories);
      directories.addAll(needs.ownDirectories());
      return new Ready(
          argv,
          environment,
          privileges,
          needs.mounts(),
          needs.containers(),
          variables,
          container,
          images,
          directories,
          warnings);
    }
  }

  /**
   * The container that a command makes.
   *
   * @param starts false = it is only created
   * @param detached whether the command returns while the container runs
   * @param attached whether somebody waits for it, its input and output theirs
   * @param autoRemove whether the engine removes it when it ends
   */
  record NewContainer(
      String name, boolean starts, boolean detached, boolean attached, boolean autoRemove) {}

  /**
   * The command cannot or must not be run.
   *
   * @param problems at least one
   */
  record Refused(List<LabelProblem> problems) implements Prepared {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
