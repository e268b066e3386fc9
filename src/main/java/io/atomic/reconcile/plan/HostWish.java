package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.model.OsView.OsTool;
import io.atomic.reconcile.model.Sighting;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a manifest wants of a deployment, to look after a command whether that has come about. */
public final class HostWish {
  public static final Set<HostAspect> ALL = Set.copyOf(EnumSet.allOf(HostAspect.class));

  private final HostSpec spec;
  private final @Nullable HostRecord record;
  private final @Nullable Sighting tip;
  private final Instant now;

  /**
   * @param tip what its reference means to the run; null = nobody asked
   */
  public HostWish(HostSpec spec, @Nullable HostRecord record, @Nullable Sighting tip, Instant now) {
    this.spec = spec;
    this.record = record;
    this.tip = tip;
    this.now = now;
  }

  /** Whether bootc can do all that is wanted on a host where both tools are. */
  public static boolean suitsBootc(HostSpec spec, Ours ours, Deployment next) {
    return ours.equals(Ours.NOTHING)
        && next.reference() instanceof OsReference.Image
        && BootcCommands.obstacle(spec, next) == null;
  }

  /** Drops what is staged. */
  public static OsCommand unstage() {
    return RpmOstreeCommands.unstage();
  }

  /** Boots what is staged, and nothing else; null = the tool has no word for that. */
  public static @Nullable OsCommand boot(OsTool tool, Deployment next) {
    return tool == OsTool.RPM_OSTREE && next.staged()
        ? RpmOstreeCommands.boot(next.digest() == null ? next.base() : next.digest(), next.locked())
        : null;
  }

  /** What a deployment lacks of these parts, a clause each. */
  public List<String> missing(OsView.Seen seen, Deployment next, Set<HostAspect> aspects) {
    var comparison = compared(next, seen.kernelArguments());
    return aspects.stream()
        .sorted()
        .flatMap(aspect -> comparison.of(aspect).stream())
        .map(difference ->
            "%s is %s instead of %s"
                .formatted(
                    difference.field(),
                    Objects.requireNonNullElse(difference.before(), "(none)"),
                    Objects.requireNonNullElse(difference.after(), "(none)")))
        .toList();
  }

  /**
   * What is ours once these parts are as they should be. What only goes with the next boot stays
   * ours until then: a staged deployment can be lost.
   *
   * @param before as it was when the command was given: what was there already is somebody else's
   */
  public Ours ours(OsView.Seen before, Set<HostAspect> aspects) {
    var former = record == null ? Ours.NOTHING : record.ours();
    var next = Objects.requireNonNull(before.next()).layers();
    var booted = Objects.requireNonNull(before.booted()).layers();
    return new Ours(
        aspects.contains(HostAspect.PACKAGES)
            ? ours(former.packages(), spec.packagesInstall(), next.packages(), booted.packages())
            : former.packages(),
        aspects.contains(HostAspect.OVERRIDES)
            ? ours(former.removals(), spec.overridesRemove(), next.removals(), booted.removals())
            : former.removals(),
        aspects.contains(HostAspect.ARGUMENTS)
            ? ours(
                former.arguments(),
                spec.kernelArguments().present(),
                Objects.requireNonNullElse(before.kernelArguments(), List.of()),
                Objects.requireNonNullElse(before.bootedArguments(), List.of()))
            : former.arguments());
  }

  /** What is ours as soon as a command for these parts has done its work, or still. */
  public Ours oursInTheEnd(OsView.Seen before, Set<HostAspect> aspects) {
    var former = record == null ? Ours.NOTHING : record.ours();
    var ours = ours(before, aspects);
    return new Ours(
        union(former.packages(), ours.packages()),
        union(former.removals(), ours.removals()),
        union(former.arguments(), ours.arguments()));
  }

  private static SortedSet<String> union(SortedSet<String> one, SortedSet<String> other) {
    var union = new TreeSet<>(one);
    union.addAll(other);
    return union;
  }

  private static SortedSet<String> ours(
      SortedSet<String> former,
      Collection<String> wanted,
      Collection<String> next,
      Collection<String> booted) {
    var ours = new TreeSet<>(former);
    ours.retainAll(booted);
    for (var one : wanted) {
      if (former.contains(one) || !next.contains(one)) {
        ours.add(one);
      }
    }
    return ours;
  }

  private HostComparison compared(Deployment deployment, @Nullable List<String> arguments) {
    return new HostComparison(
        spec, record, HostTip.due(spec, deployment, tip, now), deployment, arguments);
  }
}
