package io.atomic.reconcile.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code spec} of a Host manifest with every default filled in.
 *
 * @param ref ostree ref or container image to boot; null = whatever is booted
 * @param version pinned version; at most one of version, commit and digest is given
 * @param packagesInstall packages to layer, additive
 * @param packagesUninstall layered packages that must not be there
 * @param overridesRemove base packages to remove
 */
public record HostSpec(
    @Nullable String ref,
    @Nullable String version,
    @Nullable String commit,
    @Nullable String digest,
    Update update,
    List<String> packagesInstall,
    List<String> packagesUninstall,
    List<String> overridesRemove,
    KernelArguments kernelArguments,
    Driver driver,
    boolean bypassDriver,
    Reboot reboot) {
  public HostSpec {
    packagesInstall = List.copyOf(packagesInstall);
    packagesUninstall = List.copyOf(packagesUninstall);
    overridesRemove = List.copyOf(overridesRemove);
  }

  /** Kernel arguments that must be there and that must not. */
  public record KernelArguments(List<String> present, List<String> absent) {
    public KernelArguments {
      present = List.copyOf(present);
      absent = List.copyOf(absent);
    }
  }

  /** {@code spec.driver}: which tool changes the deployment. */
  public enum Driver {
    AUTO,
    RPM_OSTREE,
    BOOTC
  }

  /** When and how a staged deployment may be booted. */
  public record Reboot(
      Strategy strategy,
      @Nullable String window,
      @Nullable FleetLock fleetLock,
      @Nullable String gateFile,
      Inhibit inhibit) {
    public static final Reboot DEFAULT =
        new Reboot(Strategy.NEVER, null, null, null, Inhibit.RESPECT);

    /** {@code reboot.strategy}. */
    public enum Strategy {
      NEVER,
      IMMEDIATE,
      WINDOW
    }

    /** {@code reboot.inhibit}: what to do about systemd inhibitors and sessions. */
    public enum Inhibit {
      RESPECT,
      IGNORE
    }

    /** A FleetLock server and the group whose semaphore it hands out. */
    public record FleetLock(String url, String group) {}
  }
}
