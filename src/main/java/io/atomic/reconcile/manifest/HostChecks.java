package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.Problem.Severity;
import io.atomic.reconcile.model.Update.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the manifest of a host though each of its values is right by itself: what only
 * the meaning of the reference shows, what contradicts itself, and what no manifest can keep.
 */
public final class HostChecks {
  /** By them the boot loader tells the initramfs which deployment it has chosen. */
  private static final Set<String> OF_THE_BOOT_LOADER = Set.of("ostree", "BOOT_IMAGE");

  /** A host that has lost them does not boot any more, and nobody can go back from afar. */
  private static final Set<String> OF_THE_ROOT = Set.of("root", "rootflags", "rw", "ro");

  private static final Pattern USER_INFO = Pattern.compile("https?://[^/@]*@");

  private static final List<String> PRESENT = List.of("kernelArguments", "present");
  private static final List<String> ABSENT = List.of("kernelArguments", "absent");
  private static final List<String> INSTALL = List.of("packages", "install");
  private static final List<String> UNINSTALL = List.of("packages", "uninstall");

  private final Declared<Host> host;
  private final HostSpec spec;
  private final List<Problem> problems = new ArrayList<>();

  private HostChecks(Declared<Host> host) {
    this.host = host;
    this.spec = host.resource().spec();
  }

  /** The same; a host is invalid whose manifest cannot be kept as it is written. */
  public static Desired in(Desired read) {
    var host = read.host();
    return host == null ? read : read.with(new HostChecks(host).all());
  }

  private List<Problem> all() {
    reference();
    packages();
    kernelArguments();
    fleetLock();
    return problems;
  }

  private void reference() {
    var pins = pins();
    var ref = spec.ref();
    if (ref != null) {
      try {
        pins.addAll(pinsOf(OsReference.parse(ref), pins));
      } catch (IllegalArgumentException e) {
        error(List.of("ref"), "cannot be used: " + e.getMessage(), null);
      }
    }
    var policy = spec.update().policy();
    if (policy != Policy.NEVER && !pins.isEmpty()) {
      problem(
          Severity.WARNING,
          List.of("update", "policy"),
          -1,
          "is '%s', but there are no updates of what spec.%s pins"
              .formatted(policy.name().toLowerCase(Locale.ROOT), pins.getFirst()),
          null);
    }
  }

  /** Fields that say which version it has to be. */
  private List<String> pins() {
    var pins = new ArrayList<String>();
    if (spec.version() != null) {
      pins.add("version");
    }
    if (spec.commit() != null) {
      pins.add("commit");
    }
    if (spec.digest() != null) {
      pins.add("digest");
    }
    return pins;
  }

  /** Holds the reference against the pins; returns itself if it is one. */
  private List<String> pinsOf(OsReference reference, List<String> pins) {
    return switch (reference) {
      case OsReference.Branch branch -> {
        if (spec.digest() != null) {
          error(
              List.of("digest"),
              "pins an image, but spec.ref is the branch '%s'".formatted(branch),
              "pin it with 'version' or 'commit'");
        }
        yield List.of();
      }
      case OsReference.Commit _ -> pinnedTwice("commit", pins);
      case OsReference.Image image when image.digest() != null -> pinnedTwice("digest", pins);
      case OsReference.Image image -> {
        if (spec.commit() != null) {
          error(
              List.of("commit"),
              "pins a branch, but spec.ref is the image '%s'".formatted(image),
              "pin it with 'digest' or 'version'");
        }
        yield List.of();
      }
    };
  }

  private List<String> pinnedTwice(String by, List<String> pins) {
    for (var pin : pins) {
      error(
          List.of(pin),
          "pins what the %s in spec.ref pins already".formatted(by),
          "leave one of them out");
    }
    return List.of("ref");
  }

  private void packages() {
    var install = spec.packagesInstall();
    for (var i = 0; i < install.size(); i++) {
      if (install.get(i).contains("://") || install.get(i).endsWith(".rpm")) {
        error(
            INSTALL,
            i,
            "is %s, a file".formatted(Quote.of(install.get(i))),
            "name a package of a repository: what a file installs cannot be compared with its name");
      }
    }
    contradictions(spec.packagesUninstall(), UNINSTALL, install, INSTALL);
  }

  private void kernelArguments() {
    var present = spec.kernelArguments().present();
    var absent = spec.kernelArguments().absent();
    for (var i = 0; i < present.size(); i++) {
      ofTheBootLoader(PRESENT, i, present.get(i));
    }
    for (var i = 0; i < absent.size(); i++) {
      ofTheBootLoader(ABSENT, i, absent.get(i));
      if (OF_THE_ROOT.contains(key(absent.get(i)))) {
        error(
            ABSENT,
            i,
            "is %s, without which this host may not find its root"
                .formatted(Quote.of(absent.get(i))),
            null);
      }
    }
    contradictions(absent, ABSENT, present, PRESENT);
  }

  /** The address is shown in plans and reports. */
  private void fleetLock() {
    var lock = spec.reboot().fleetLock();
    if (lock != null && USER_INFO.matcher(lock.url()).lookingAt()) {
      error(
          List.of("reboot", "fleetLock", "url"),
          "holds a login, which FleetLock does not know",
          "take out what is before the '@'");
    }
  }

  private void ofTheBootLoader(List<String> keys, int item, String argument) {
    if (OF_THE_BOOT_LOADER.contains(key(argument))) {
      error(
          keys,
          item,
          "is %s, which each deployment has from the boot loader".formatted(Quote.of(argument)),
          null);
    }
  }

  private static String key(String argument) {
    var sign = argument.indexOf('=');
    return sign < 0 ? argument : argument.substring(0, sign);
  }

  private void contradictions(
      List<String> unwanted, List<String> keys, List<String> wanted, List<String> others) {
    for (var i = 0; i < unwanted.size(); i++) {
      if (wanted.contains(unwanted.get(i))) {
        error(
            keys,
            i,
            "is %s, which spec.%s has as well"
                .formatted(Quote.of(unwanted.get(i)), String.join(".", others)),
            "leave one of them out");
      }
    }
  }

  private void error(List<String> keys, String clause, @Nullable String remedy) {
    problem(Severity.ERROR, keys, -1, clause, remedy);
  }

  private void error(List<String> keys, int item, String clause, @Nullable String remedy) {
    problem(Severity.ERROR, keys, item, clause, remedy);
  }

  /**
   * Adds one.
   *
   * @param keys from the spec to what is wrong
   * @param item of the list there; -1 = it is no list
   * @param clause what is wrong with it
   */
  private void problem(
      Severity severity, List<String> keys, int item, String clause, @Nullable String remedy) {
    var path = new ArrayList<>(List.of("spec"));
    path.addAll(keys);
    var place = host.place();
    problems.add(
        new Problem(
            severity,
            host.resource().id(),
            place == null ? null : WrittenPlace.of(place, path, item),
            "%s%s %s"
                .formatted(String.join(".", path), item < 0 ? "" : "[%d]".formatted(item), clause),
            remedy));
  }
}
