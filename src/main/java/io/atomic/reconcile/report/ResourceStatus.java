package io.atomic.reconcile.report;

import io.atomic.reconcile.model.LastOutcome;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Difference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one resource stands, in the words of Argo CD and kstatus. */
public sealed interface ResourceStatus permits AppStatus, HostStatus {
  ResourceId id();

  /** Of the manifest that declares it; null = none that is valid does. */
  @Nullable String place();

  Sync sync();

  Health health();

  /** The one that sums the others up comes first. */
  List<Condition> conditions();

  List<Difference> differences();

  /** Of the last run that did something to it; null = unknown. */
  @Nullable LastOutcome outcome();

  /** The condition that sums the others up. */
  default Condition ready() {
    return conditions().getFirst();
  }

  /** Whether it is what its manifest says. */
  enum Sync {
    SYNCED("Synced"),
    OUT_OF_SYNC("OutOfSync"),
    UNKNOWN("Unknown");

    private final String word;

    Sync(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** Whether it does its work. */
  enum Health {
    HEALTHY("Healthy"),
    PROGRESSING("Progressing"),
    DEGRADED("Degraded"),
    SUSPENDED("Suspended"),
    MISSING("Missing"),
    UNKNOWN("Unknown");

    private final String word;

    Health(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
