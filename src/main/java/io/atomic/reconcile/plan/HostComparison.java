package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.plan.Difference.Cause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment lacks to be what the manifest says, part by part. Packages and overrides are
 * compared as they were requested, not as they resolved: a request without effect is one all the
 * same.
 */
public final class HostComparison {
  private final HostSpec spec;
  private final Ours ours;
  private final @Nullable HostRecord record;
  private final @Nullable HostTip tip;
  private final Map<HostAspect, List<Difference>> differences = new EnumMap<>(HostAspect.class);

  /**
   * @param record tells what is ours on it; null = nothing is
   * @param tip what its reference means and is to be taken now; null = whatever is there is right
   * @param arguments of the deployment; null = they are not compared
   */
  HostComparison(
      HostSpec spec,
      @Nullable HostRecord record,
      @Nullable HostTip tip,
      Deployment deployment,
      @Nullable List<String> arguments) {
    this.spec = spec;
    this.record = record;
    this.ours = record == null ? Ours.NOTHING : record.ours();
    this.tip = tip;
    base(deployment);
    packages(deployment);
    overrides(deployment);
    if (arguments != null) {
      arguments(arguments);
    }
  }

  public boolean isEmpty() {
    return differences.isEmpty();
  }

  public boolean differs(HostAspect aspect) {
    return differences.containsKey(aspect);
  }

  /** In the order of the parts. */
  public List<Difference> all() {
    return differences.values().stream().flatMap(List::stream).toList();
  }

  List<Difference> of(HostAspect aspect) {
    return differences.getOrDefault(aspect, List.of());
  }

  /** What is layered by nobody's wish any more, or against the manifest's. */
  static SortedSet<String> surplus(
      Collection<String> there,
      Collection<String> wanted,
      Collection<String> unwanted,
      Collection<String> former) {
    var surplus = new TreeSet<>(former);
    surplus.removeAll(wanted);
    surplus.addAll(unwanted);
    surplus.retainAll(there);
    return surplus;
  }

  static SortedSet<String> missing(Collection<String> there, Collection<String> wanted) {
    var missing = new TreeSet<>(wanted);
    missing.removeAll(there);
    return missing;
  }

  private void base(Deployment deployment) {
    var ref = spec.ref();
    if (ref != null) {
      var wanted = OsReference.parse(ref);
      if (!wanted.isServedBy(deployment.reference(), deployment.digest())
          && !isPinnedByName(wanted, deployment)) {
        add(HostAspect.BASE, cause(HostSpec::ref), "ref", deployment.origin(), ref);
      }
      if (wanted instanceof OsReference.Image image
          && image.tag() != null
          && image.digest() != null
          && !image.digest().equals(deployment.digest())) {
        add(HostAspect.BASE, cause(HostSpec::ref), "ref", deployment.digest(), image.digest());
      }
    }
    pin("version", spec.version(), deployment.version(), HostSpec::version);
    pin("commit", spec.commit(), deployment.base(), HostSpec::commit);
    pin("digest", spec.digest(), deployment.digest(), HostSpec::digest);
    if (tip != null && of(HostAspect.BASE).isEmpty() && !tip.is(deployment)) {
      add(HostAspect.BASE, Cause.IMAGE, tip.field(), tip.of(deployment), tip.id());
    }
  }

  /** bootc pins by name and digest, and forgets the tag: it is the content that counts. */
  private boolean isPinnedByName(OsReference wanted, Deployment deployment) {
    var pin =
        spec.digest() == null && wanted instanceof OsReference.Image image
            ? image.digest()
            : spec.digest();
    return pin != null
        && wanted instanceof OsReference.Image image
        && new OsReference.Image(image.verification(), image.transport(), image.name(), null, pin)
            .equals(deployment.reference());
  }

  private void pin(
      String field, @Nullable String wanted, @Nullable String actual, Reading<String> reading) {
    if (wanted != null && !wanted.equals(actual)) {
      add(HostAspect.BASE, cause(reading), field, actual, wanted);
    }
  }

  private void packages(Deployment deployment) {
    var there = deployment.layers().packages();
    var cause = cause(HostSpec::packagesInstall);
    for (var one : missing(there, spec.packagesInstall())) {
      add(HostAspect.PACKAGES, cause, "packages", null, one);
    }
    var unwanted = spec.packagesUninstall();
    for (var one : surplus(there, spec.packagesInstall(), unwanted, ours.packages())) {
      add(
          HostAspect.PACKAGES,
          unwanted.contains(one) ? cause(HostSpec::packagesUninstall) : Cause.CONFIG,
          "packages",
          one,
          null);
    }
  }

  private void overrides(Deployment deployment) {
    var there = deployment.layers().removals();
    for (var one : missing(there, spec.overridesRemove())) {
      add(HostAspect.OVERRIDES, cause(HostSpec::overridesRemove), "overrides.remove", null, one);
    }
    for (var one : surplus(there, spec.overridesRemove(), List.of(), ours.removals())) {
      add(HostAspect.OVERRIDES, Cause.CONFIG, "overrides.remove", one, null);
    }
  }

  private void arguments(List<String> actual) {
    var edit = edit(actual);
    var cause = cause(HostSpec::kernelArguments);
    edit.delete().forEach(one -> add(HostAspect.ARGUMENTS, cause, "kernelArguments", one, null));
    edit.append().forEach(one -> add(HostAspect.ARGUMENTS, cause, "kernelArguments", null, one));
  }

  KernelArguments.Edit edit(List<String> actual) {
    return KernelArguments.edit(
        actual,
        spec.kernelArguments().present(),
        spec.kernelArguments().absent(),
        ours.arguments());
  }

  private void add(
      HostAspect aspect,
      Cause cause,
      String field,
      @Nullable String before,
      @Nullable String after) {
    differences
        .computeIfAbsent(aspect, _ -> new ArrayList<>())
        .add(new Difference(cause, field, before, after));
  }

  /** Reads a field of a manifest. */
  private interface Reading<T> {
    @Nullable T of(HostSpec spec);
  }

  /** What was applied already, and is not so, somebody else has changed. */
  private <T> Cause cause(Reading<T> reading) {
    return record != null && Objects.equals(reading.of(record.manifest().spec()), reading.of(spec))
        ? Cause.DRIFT
        : Cause.CONFIG;
  }
}
