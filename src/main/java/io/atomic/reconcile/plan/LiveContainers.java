package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppRecord;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.AppSpec.Drift;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Recorded;
import java.util.Set;
import java.util.TreeSet;

/** The containers that are compared with what was started, and so have to be inspected. */
public final class LiveContainers {
  private LiveContainers() {}

  /** Their IDs; none of apps whose drift nobody wants to know. */
  public static Set<String> ids(EngineView.Reached engine, Desired desired, Recorded recorded) {
    var ids = new TreeSet<String>();
    for (var record : recorded.apps().values()) {
      var launch = record.launch();
      if (launch != null && launch.live() != null && isCompared(record, desired)) {
        engine.containers().stream()
            .filter(container ->
                container.id().equals(launch.containerId()) || isInItsPlace(container, record))
            .map(Container::id)
            .forEach(ids::add);
      }
    }
    return ids;
  }

  private static boolean isCompared(AppRecord record, Desired desired) {
    var declared = desired.apps().get(record.name());
    if (declared == null && record.isByHand()) {
      return false;
    }
    AppSpec spec = declared == null ? record.manifest().spec() : declared.resource().spec();
    return spec.state() == AppState.RUNNING && spec.drift() != Drift.IGNORE;
  }

  /** Somebody may have made it from ours, labels included. */
  private static boolean isInItsPlace(Container container, AppRecord record) {
    return record.name().equals(container.labels().get(ContainerLabels.APP))
        && "run".equals(container.labels().get(ContainerLabels.VERB))
        && !record.containers().contains(container.id());
  }
}
