package io.atomic.reconcile.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of the operating system's deployments. */
public sealed interface OsView {

  /** No manifest declares the host, so nobody looked. */
  record NotAsked() implements OsView {}

  /**
   * There is nothing that could keep it.
   *
   * @param message what was looked for
   * @param remedy what helps
   */
  record NoTool(String message, @Nullable String remedy) implements OsView {}

  /**
   * Its tool did not answer, or not so that anybody could understand it.
   *
   * @param message what was tried and what happened
   */
  record Unreadable(String message, @Nullable String remedy) implements OsView {}

  /**
   * Its tool answered.
   *
   * @param deployments in the order in which they boot: the first is the one that boots next
   * @param kernelArguments of the one that boots next; null = nobody asked
   * @param bootedArguments of the one that runs; null = nobody asked
   * @param boot whether this boot has proved itself
   * @param transaction what is being changed right now, by whom; null = nothing
   * @param driver who has registered as the only one to change deployments; null = nobody
   * @param rivals others that stage or boot updates by themselves
   * @param bootId the kernel's random ID of this boot
   * @param finalizationFailure what the system says of a staged deployment that could not be
   *     written at the last shutdown; null = nothing
   * @param cached what the tool found out last of the branch of the booted deployment; null =
   *     nothing
   */
  record Seen(
      OsTool tool,
      List<Deployment> deployments,
      @Nullable List<String> kernelArguments,
      @Nullable List<String> bootedArguments,
      BootState boot,
      @Nullable Transaction transaction,
      @Nullable Driver driver,
      List<Rival> rivals,
      String bootId,
      @Nullable String finalizationFailure,
      @Nullable Cached cached)
      implements OsView {
    public Seen {
      deployments = List.copyOf(deployments);
      kernelArguments = kernelArguments == null ? null : List.copyOf(kernelArguments);
      bootedArguments = bootedArguments == null ? null : List.copyOf(bootedArguments);
      rivals = List.copyOf(rivals);
    }

    /** The one that runs; null = none of them does, as on live media. */
    public @Nullable Deployment booted() {
      return deployments.stream().filter(Deployment::booted).findFirst().orElse(null);
    }

    /** Those of the stateroot that is booted: others are other systems. */
    public List<Deployment> ofThisSystem() {
      var booted = booted();
      return booted == null
          ? List.of()
          : deployments.stream().filter(d -> d.osname().equals(booted.osname())).toList();
    }

    /** The one of this system that boots next; null = none is booted. */
    public @Nullable Deployment next() {
      var own = ofThisSystem();
      return own.isEmpty() ? null : own.getFirst();
    }

    public @Nullable Deployment byId(String id) {
      return deployments.stream().filter(d -> d.id().equals(id)).findFirst().orElse(null);
    }

    /** Whether this host has several systems, so that commands have to say which is meant. */
    public boolean hasOtherSystems() {
      return deployments.stream().map(Deployment::osname).distinct().count() > 1;
    }

    /** The ID of {@link #next()}. */
    public String nextId() {
      return Objects.requireNonNull(next(), "a system is booted").id();
    }
  }

  /** The tool that changes deployments. */
  enum OsTool {
    RPM_OSTREE("rpm-ostree"),
    BOOTC("bootc");

    private final String program;

    OsTool(String program) {
      this.program = program;
    }

    /** Its name on PATH. */
    public String program() {
      return program;
    }
  }

  /**
   * A change under way.
   *
   * @param method such as {@code Rebase}
   * @param sender who asked for it, as D-Bus names it
   */
  record Transaction(String method, String sender) {}

  /** Who has registered as update driver, such as Zincati. */
  record Driver(String name, @Nullable String unit) {}

  /**
   * A unit that changes deployments by itself.
   *
   * @param unit of systemd
   * @param does what it would do, as a clause: "stages updates"
   */
  record Rival(String unit, String does) {}

  /**
   * What the tool knows of a branch's tip.
   *
   * @param origin the reference that it asked about
   * @param checksum of the commit, where it is one of a branch
   * @param digest of the manifest, where it is an image
   */
  record Cached(
      String origin,
      @Nullable String checksum,
      @Nullable String digest,
      @Nullable String version) {}
}
