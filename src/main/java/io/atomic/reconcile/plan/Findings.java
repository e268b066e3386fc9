package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.AppSpec.Drift;
import io.atomic.reconcile.plan.Change.Need;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What comes to light while an app is compared with its target, and what it takes to mend it. */
final class Findings {
  private final Drift drift;
  private final List<Difference> differences = new ArrayList<>();
  private final List<Difference> tolerated = new ArrayList<>();
  private final Set<Need> needs = EnumSet.noneOf(Need.class);
  private @Nullable String note;

  /**
   * @param drift what the manifest wants to be done about what somebody else has changed
   */
  Findings(Drift drift) {
    this.drift = drift;
  }

  /** Notes that the manifest, or an interrupted run of ours, wants something else. */
  void differs(Difference difference, Need... correction) {
    differences.add(difference);
    needs.addAll(List.of(correction));
  }

  void differ(List<Difference> all) {
    differences.addAll(all);
  }

  /** Notes what somebody else has changed, and what corrects it if the manifest wants that. */
  void drifted(Difference difference, Need... correction) {
    switch (drift) {
      case CORRECT -> differs(difference, correction);
      case WARN -> tolerate(difference, "drift is not corrected (drift: warn)");
      case IGNORE -> {}
    }
  }

  /** Notes what is left as it is, and why. */
  void tolerate(Difference difference, String why) {
    tolerated.add(difference);
    note = why;
  }

  void need(Need need) {
    needs.add(need);
  }

  void needNot(Set<Need> superseded) {
    needs.removeAll(superseded);
  }

  boolean needs(Need need) {
    return needs.contains(need);
  }

  Set<Need> needs() {
    return needs;
  }

  List<Difference> differences() {
    return differences;
  }

  List<Difference> tolerated() {
    return tolerated;
  }

  @Nullable String note() {
    return note;
  }
}
