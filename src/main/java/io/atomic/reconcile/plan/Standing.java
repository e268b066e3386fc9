package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Installation.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an app stands: what is recorded of it and which of the observed containers are its own.
 *
 * @param record as recorded, completed from container labels where the record is lost or cut short;
 *     null = nothing is known of the app
 * @param completed whether {@code record} says more than what was recorded
 * @param current the app's container; null = there is none
 * @param setAside the predecessor that was renamed out of the way; null = there is none
 * @param leftovers further containers of ours that nothing refers to
 * @param foreign a container that has the app's name and is not ours; null = there is none
 */
record Standing(
    @Nullable AppRecord record,
    boolean completed,
    @Nullable Container current,
    @Nullable Container setAside,
    List<Container> leftovers,
    @Nullable Container foreign) {
  Standing {
    leftovers = List.copyOf(leftovers);
  }

  /** Whether what is recorded anew is a container that somebody else made. */
  boolean takesOver() {
    return completed && current != null && !current.labels().containsKey(ContainerLabels.RUN_ID);
  }

  /** The app's containers, whatever they are to it. */
  List<Container> containers() {
    var containers = new ArrayList<Container>();
    if (current != null) {
      containers.add(current);
    }
    if (setAside != null) {
      containers.add(setAside);
    }
    containers.addAll(leftovers);
    return containers;
  }

  /** Whether users could miss it; of what has no container to look at, that it is installed. */
  boolean isUp() {
    var installation = record == null ? null : record.installation();
    return isAlive(current)
        || (record != null
            && installation != null
            && installation.phase() == Phase.INSTALLED
            && (record.runsWithoutContainer()
                || record.manifest().spec().state() == AppState.INSTALLED));
  }

  static boolean isAlive(@Nullable Container container) {
    return container != null
        && switch (container.status()) {
          case RUNNING, PAUSED, RESTARTING -> true;
          case CREATED, REMOVING, EXITED, DEAD -> false;
        };
  }
}
