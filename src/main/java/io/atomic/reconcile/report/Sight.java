package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Change.Held;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How things stand at one moment, for those who look from outside.
 *
 * @param version of this program
 * @param host null = there is none, or nobody could look
 * @param held why runs leave a resource as it is
 * @param engineUp whether the container engine answers, or was not needed
 * @param manifestErrors how many mistakes there are in manifests
 * @param settingsValid whether the settings are those of the file
 * @param nextRunAt null = nobody has planned one
 * @param pending how many notifications are on their way
 */
public record Sight(
    String version,
    List<AppStatus> apps,
    @Nullable HostStatus host,
    SortedMap<ResourceId, Change.Reason> held,
    boolean engineUp,
    int manifestErrors,
    boolean settingsValid,
    @Nullable Instant nextRunAt,
    int pending) {

  public Sight {
    apps = List.copyOf(apps);
    held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
  }

  /** Before anybody has looked, or where nobody can. */
  public static Sight blank(String version) {
    return new Sight(
        version, List.of(), null, Collections.emptySortedMap(), true, 0, true, null, 0);
  }

  /** What a look at the whole host gives. */
  public static Sight of(Proposal look, String version) {
    var situation = look.situation();
    var held = new TreeMap<ResourceId, Change.Reason>();
    for (var change : look.plan().changes().values()) {
      if (change instanceof Held one) {
        held.put(one.id(), one.reason());
      }
    }
    var errors = situation.desired().problems().stream().filter(Problem::isError).count();
    return new Sight(
        version,
        AppStatus.all(look),
        HostStatus.of(look),
        held,
        !(situation.observed().engine() instanceof EngineView.Unreachable),
        (int) errors,
        true,
        null,
        0);
  }

  /**
   * The same, by who knows the rest.
   *
   * @param nextRun null = nobody has planned one
   */
  public Sight with(boolean validSettings, @Nullable Instant nextRun, int pendingNotifications) {
    return new Sight(
        version,
        apps,
        host,
        held,
        engineUp,
        manifestErrors,
        validSettings,
        nextRun,
        pendingNotifications);
  }
}
