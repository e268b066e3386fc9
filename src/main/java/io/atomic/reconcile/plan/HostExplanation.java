package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.plan.Comparison.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What decides whether anything is staged on the host, field by field. */
public final class HostExplanation {
  private final List<Difference> differences;
  private final List<Comparison> comparisons = new ArrayList<>();

  private HostExplanation(List<Difference> differences) {
    this.differences = differences;
    differences.forEach(one -> add(one.field(), one.before(), one.after(), false));
  }

  /**
   * Every field of the manifest, and what it was compared to in the deployment that boots next;
   * none = no manifest declares the host, or nobody could look.
   */
  public static List<Comparison> of(Situation situation) {
    var declared = situation.desired().host();
    if (declared == null
        || !(situation.observed().os() instanceof OsView.Seen seen)
        || seen.next() == null) {
      return List.of();
    }
    var spec = declared.resource().spec();
    var tip = HostTip.due(spec, seen.next(), HostDiffer.tip(situation), situation.observed().at());
    var comparison =
        new HostComparison(
            spec, HostBoots.noted(situation), tip, seen.next(), seen.kernelArguments());
    var explanation = new HostExplanation(comparison.all());
    explanation.equal(spec, seen.next());
    return List.copyOf(explanation.comparisons);
  }

  private void equal(HostSpec spec, Deployment next) {
    equal("ref", next.origin(), spec.ref());
    equal("version", next.version(), spec.version());
    equal("commit", next.base(), spec.commit());
    equal("digest", next.digest(), spec.digest());
    equal("packages", spec.packagesInstall());
    equal("overrides.remove", spec.overridesRemove());
    equal("kernelArguments", spec.kernelArguments().present());
  }

  /** A field that is given, and not among the differences. */
  private void equal(String field, @Nullable String before, @Nullable String after) {
    if (after != null && differences.stream().noneMatch(one -> one.field().equals(field))) {
      add(field, before, after, true);
    }
  }

  private void equal(String field, List<String> wanted) {
    for (var one : wanted) {
      if (differences.stream()
          .noneMatch(other -> other.field().equals(field) && Objects.equals(other.after(), one))) {
        add(field, one, one, true);
      }
    }
  }

  private void add(String field, @Nullable String before, @Nullable String after, boolean equal) {
    comparisons.add(new Comparison(Group.DEPLOYMENT, field, before, after, equal));
  }
}
