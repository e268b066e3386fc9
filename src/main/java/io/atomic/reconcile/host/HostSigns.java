package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.RebootWatch;
import io.atomic.reconcile.model.BootState;
import io.atomic.reconcile.model.OsView.Driver;
import io.atomic.reconcile.model.OsView.Rival;
import io.atomic.reconcile.plan.KernelArguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What files and units of the host tell of its boots and of who else changes its deployments. */
final class HostSigns {
  private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";
  private static final String COMMAND_LINE = "/proc/cmdline";

  /** Written by ostree when a staged deployment could not be written at shutdown. */
  private static final String FINALIZE_FAILURE = "/boot/ostree/finalize-failure.stamp";

  /** Fails at the boot after, with what the stamp says, and takes it away. */
  private static final String FINALIZE_REPORT = "ostree-boot-complete.service";

  private static final String LOCK = "/run/ostree/staged-deployment-locked";
  private static final String RPM_OSTREED = "/etc/rpm-ostreed.conf";
  private static final String RPM_OSTREED_VENDOR = "/usr/etc/rpm-ostreed.conf";
  private static final String AUTOMATIC = "rpm-ostreed-automatic.timer";
  private static final String BOOTC_UPDATES = "bootc-fetch-apply-updates.timer";

  /** Policies that change something; {@code none} and {@code check} do not. */
  private static final Set<String> CHANGING = Set.of("stage", "apply");

  private final Path root;
  private final HostTools tools;
  private final RebootWatch watch;

  HostSigns(Path root, SortedMap<String, String> environment, RebootWatch watch) {
    this.root = root;
    this.tools = new HostTools(environment);
    this.watch = watch;
  }

  /** Null = the kernel did not tell. */
  @Nullable List<String> bootedArguments() {
    var line = text(COMMAND_LINE);
    return line == null ? null : KernelArguments.words(line);
  }

  BootState bootState() throws InterruptedException {
    return watch.bootState();
  }

  String bootId() {
    var id = text(BOOT_ID);
    return id == null ? "" : id.strip();
  }

  @Nullable String finalizationFailure() throws InterruptedException {
    var stamp = text(FINALIZE_FAILURE);
    if (stamp != null) {
      return stamp.strip();
    }
    return HostTools.isBootedBySystemd(root)
            && said("systemctl", "is-failed", "--", FINALIZE_REPORT).equals("failed")
        ? FINALIZE_REPORT + " has failed"
        : null;
  }

  /** Timers that stage or boot updates by themselves. */
  List<Rival> rivals() throws InterruptedException {
    var rivals = new ArrayList<Rival>();
    if (!HostTools.isBootedBySystemd(root)) {
      return rivals;
    }
    var policy = automaticPolicy();
    if (CHANGING.contains(policy) && isActive(AUTOMATIC)) {
      rivals.add(
          new Rival(
              AUTOMATIC,
              policy.equals("apply") ? "stages updates and boots them" : "stages updates"));
    }
    if (isActive(BOOTC_UPDATES)) {
      rivals.add(new Rival(BOOTC_UPDATES, "stages updates and boots them"));
    }
    return rivals;
  }

  /** {@code AutomaticUpdatePolicy} of rpm-ostreed.conf(5); {@code none} where it is not set. */
  private String automaticPolicy() {
    var configured = text(RPM_OSTREED);
    var file = configured == null ? text(RPM_OSTREED_VENDOR) : configured;
    return file == null
        ? "none"
        : file.lines()
            .map(String::strip)
            .filter(line -> line.startsWith("AutomaticUpdatePolicy"))
            .map(line -> line.substring(line.indexOf('=') + 1).strip())
            .reduce("none", (_, last) -> last);
  }

  /** A staged deployment that no plain shutdown writes (ostree-admin-deploy(1)). */
  boolean isStagedAndLocked() {
    return Files.exists(HostPath.below(root, LOCK));
  }

  /**
   * A driver as long as its unit is of any account: its registration outlives it, and rpm-ostree
   * itself looks at the unit.
   */
  @Nullable Driver active(@Nullable Driver driver) throws InterruptedException {
    return driver == null
            || driver.unit() == null
            || !HostTools.isBootedBySystemd(root)
            || !said("systemctl", "is-active", "--", driver.unit()).equals("inactive")
        ? driver
        : null;
  }

  private boolean isActive(String unit) throws InterruptedException {
    return said("systemctl", "is-active", "--", unit).equals("active");
  }

  private String said(String... words) throws InterruptedException {
    return tools.run(List.of(words)).output().text().strip();
  }

  private @Nullable String text(String path) {
    try {
      return Files.readString(HostPath.below(root, path), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return null;
    }
  }
}
