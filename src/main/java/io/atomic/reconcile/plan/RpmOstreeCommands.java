package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.Deployment;
import io.atomic.reconcile.model.HostRecord;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.OsReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The fewest calls of rpm-ostree that bring the deployment which boots next to what the manifest
 * says. Every call makes a new deployment on top of that one, so all that fits into one goes there;
 * and every one locks it, since each new stage sets the lock anew (rpm-ostree(1), {@code
 * --lock-finalization}).
 */
final class RpmOstreeCommands {
  private static final String PROGRAM = "rpm-ostree";

  private final HostSpec spec;
  private final Deployment next;
  private final HostComparison comparison;
  private final @Nullable HostTip tip;
  private final Ours ours;
  private final List<String> common = new ArrayList<>();

  /**
   * @param stateroot that is meant, where this host has several; null = the only one
   */
  RpmOstreeCommands(
      HostSpec spec,
      @Nullable HostRecord record,
      Deployment next,
      HostComparison comparison,
      @Nullable HostTip tip,
      @Nullable String stateroot) {
    this.spec = spec;
    this.next = next;
    this.comparison = comparison;
    this.tip = tip;
    this.ours = record == null ? Ours.NOTHING : record.ours();
    common.add("--lock-finalization");
    if (stateroot != null) {
      common.add("--stateroot=" + stateroot);
    }
  }

  /**
   * In order.
   *
   * @param arguments of the deployment that boots next
   */
  List<OsCommand> all(List<String> arguments) {
    var commands = new ArrayList<OsCommand>();
    if (comparison.differs(HostAspect.BASE)) {
      commands.add(base());
    } else if (comparison.differs(HostAspect.PACKAGES)) {
      commands.add(packages());
    }
    if (comparison.differs(HostAspect.OVERRIDES)) {
      var there = next.layers().removals();
      var reset = HostComparison.surplus(there, spec.overridesRemove(), List.of(), ours.removals());
      var remove = HostComparison.missing(there, spec.overridesRemove());
      if (!reset.isEmpty()) {
        commands.add(
            new OsCommand(
                "override-reset",
                argv(List.of("override", "reset"), reset),
                settling(HostAspect.OVERRIDES),
                remove.isEmpty() ? settling(HostAspect.OVERRIDES) : settling()));
      }
      if (!remove.isEmpty()) {
        commands.add(
            new OsCommand(
                "override-remove",
                argv(List.of("override", "remove"), remove),
                settling(HostAspect.OVERRIDES)));
      }
    }
    if (comparison.differs(HostAspect.ARGUMENTS)) {
      commands.add(kernelArguments(comparison.edit(arguments)));
    }
    return commands;
  }

  /** Drops what is staged. */
  static OsCommand unstage() {
    return new OsCommand("unstage", List.of(PROGRAM, "cleanup", "-p"), settling());
  }

  /**
   * Unlocks what is staged, and boots it.
   *
   * @param expected the commit or digest that has to be staged, or else nothing happens
   */
  static OsCommand boot(String expected, boolean locked) {
    var argv = new ArrayList<>(List.of(PROGRAM, "finalize-deployment"));
    if (!locked) {
      argv.add("--allow-unlocked");
    }
    argv.add(expected);
    return new OsCommand("reboot", argv, settling());
  }

  private OsCommand base() {
    var ref = spec.ref();
    var wanted = ref == null ? next.reference() : OsReference.parse(ref);
    var rebases =
        ref != null && wanted != null && !wanted.isServedBy(next.reference(), next.digest());
    var words = new ArrayList<String>();
    if (rebases) {
      words.add("rebase");
      if (wanted instanceof OsReference.Commit) {
        // Without them status could only show the checksum (rpm-ostree(1)).
        words.add("--custom-origin-url=" + ref);
        words.add("--custom-origin-description=pinned by atomic-reconcile");
      }
    } else if (spec.version() != null && wanted instanceof OsReference.Image) {
      // Registries know no versions: whatever the tag means has to be the one.
      words.add("upgrade");
      words.add("--allow-downgrade");
    } else {
      words.add("deploy");
      if (spec.commit() != null || isTip()) {
        words.add("--skip-branch-check");
      }
      if (isTip()) {
        words.add("--disallow-downgrade");
      }
    }
    words.addAll(common);
    if (spec.bypassDriver()) {
      words.add("--bypass-driver");
    }
    words.addAll(packageOptions());
    if (rebases) {
      words.add(Objects.requireNonNull(ref));
    }
    var revision = revision(wanted);
    if (revision != null) {
      words.add(revision);
    }
    var settles = settling(HostAspect.BASE);
    if (comparison.differs(HostAspect.PACKAGES)) {
      settles.add(HostAspect.PACKAGES);
    }
    return new OsCommand(words.getFirst(), whole(words), settles);
  }

  /** Whether the version is the one that the reference means now, and not one that is pinned. */
  private boolean isTip() {
    return spec.version() == null && spec.commit() == null && spec.digest() == null && tip != null;
  }

  /** The version, as rpm-ostree writes one; null = whatever the reference means. */
  private @Nullable String revision(@Nullable OsReference wanted) {
    if (spec.version() != null && wanted instanceof OsReference.Image) {
      return null;
    }
    if (spec.version() != null) {
      return "version=" + spec.version();
    }
    if (spec.commit() != null) {
      return "revision=" + spec.commit();
    }
    if (spec.digest() != null) {
      return spec.digest();
    }
    if (wanted instanceof OsReference.Image image && image.digest() != null) {
      return image.tag() == null ? null : image.digest();
    }
    if (tip != null) {
      return tip.isImage() ? tip.id() : "revision=" + tip.id();
    }
    return null;
  }

  private OsCommand packages() {
    var install = install();
    var uninstall = uninstall();
    var words = new ArrayList<String>();
    words.add(install.isEmpty() ? "uninstall" : "install");
    words.addAll(common);
    if (install.isEmpty()) {
      words.addAll(uninstall);
    } else {
      uninstall.forEach(one -> words.add("--uninstall=" + one));
      words.addAll(install);
    }
    return new OsCommand("layer", whole(words), settling(HostAspect.PACKAGES));
  }

  private List<String> packageOptions() {
    var options = new ArrayList<String>();
    install().forEach(one -> options.add("--install=" + one));
    uninstall().forEach(one -> options.add("--uninstall=" + one));
    return options;
  }

  private SortedSet<String> install() {
    return HostComparison.missing(next.layers().packages(), spec.packagesInstall());
  }

  private SortedSet<String> uninstall() {
    return HostComparison.surplus(
        next.layers().packages(),
        spec.packagesInstall(),
        spec.packagesUninstall(),
        ours.packages());
  }

  private OsCommand kernelArguments(KernelArguments.Edit edit) {
    var words = new ArrayList<>(List.of("kargs"));
    words.addAll(common);
    words.add("--unchanged-exit-77");
    edit.delete().forEach(one -> words.add("--delete-if-present=" + one));
    edit.append().forEach(one -> words.add("--append-if-missing=" + one));
    return new OsCommand("kargs", whole(words), settling(HostAspect.ARGUMENTS));
  }

  private List<String> argv(List<String> verb, Collection<String> names) {
    var words = new ArrayList<>(verb);
    words.addAll(common);
    words.addAll(names);
    return whole(words);
  }

  private static List<String> whole(List<String> words) {
    var argv = new ArrayList<>(List.of(PROGRAM));
    argv.addAll(words);
    return argv;
  }

  private static EnumSet<HostAspect> settling(HostAspect... aspects) {
    var set = EnumSet.noneOf(HostAspect.class);
    set.addAll(List.of(aspects));
    return set;
  }
}
