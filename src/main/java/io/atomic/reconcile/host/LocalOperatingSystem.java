package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.CommandRunner.Started;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.OperatingSystem;
import io.atomic.reconcile.cycle.RebootWatch;
import io.atomic.reconcile.cycle.Told;
import io.atomic.reconcile.model.HostRecord.Ours;
import io.atomic.reconcile.model.HostSpec;
import io.atomic.reconcile.model.OsReference;
import io.atomic.reconcile.model.OsView;
import io.atomic.reconcile.model.OsView.OsTool;
import io.atomic.reconcile.plan.HostWish;
import io.atomic.reconcile.plan.KernelArguments;
import io.atomic.reconcile.plan.OsCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** The host's deployments through rpm-ostree or bootc, which are found through PATH. */
public final class LocalOperatingSystem implements OperatingSystem {

  /** Both tools look there whether they are of use. */
  private static final String BOOTED_BY_OSTREE = "/run/ostree-booted";

  private final Path root;
  private final OsToolCalls tools;
  private final HostSigns signs;
  private final OstreeRemotes remotes;

  /**
   * Asks nothing yet.
   *
   * @param environment of children, with the PATH in which they are found
   * @param watch tells whether this boot has proved itself
   */
  public LocalOperatingSystem(
      Path root, SortedMap<String, String> environment, RebootWatch watch, OstreeRemotes remotes) {
    this.root = root;
    this.tools = new OsToolCalls(environment);
    this.signs = new HostSigns(root, environment, watch);
    this.remotes = remotes;
  }

  @Override
  public OsView view(HostSpec spec, Ours ours) throws InterruptedException {
    var rpmOstree = tools.isThere(OsTool.RPM_OSTREE);
    var bootc = tools.isThere(OsTool.BOOTC);
    if (!rpmOstree && !bootc) {
      return new OsView.NoTool(
          "neither rpm-ostree nor bootc is on PATH, so nothing here changes which system is booted",
          "declare a Host on image-based hosts only, or install its tool");
    }
    try {
      return switch (spec.driver()) {
        case RPM_OSTREE -> rpmOstree ? rpmOstree(spec) : missing(OsTool.RPM_OSTREE);
        case BOOTC -> bootc ? bootc() : missing(OsTool.BOOTC);
        case AUTO -> rpmOstree ? bootc ? either(spec, ours) : rpmOstree(spec) : bootc();
      };
    } catch (EffectException e) {
      return new OsView.Unreadable(e.message(), e.remedy());
    }
  }

  /** Where both tools are, bootc is for what it has booted itself and can go on with alone. */
  private OsView either(HostSpec spec, Ours ours) throws EffectException, InterruptedException {
    try {
      var status = bootcStatus();
      if (status.bootsImages()
          && !status.deployments().isEmpty()
          && !signs.isStagedAndLocked()
          && HostWish.suitsBootc(spec, ours, status.deployments().getFirst())) {
        return bootc(status);
      }
    } catch (EffectException _) {
      // It answers nobody but root; rpm-ostree tells everybody how the same host is.
    }
    return rpmOstree(spec);
  }

  private static OsView missing(OsTool tool) {
    return new OsView.NoTool(
        "the manifest wants 'driver: %s', but there is no %s on PATH"
            .formatted(tool.program(), tool.program()),
        "say 'driver: auto', or install it");
  }

  private OsView rpmOstree(HostSpec spec) throws EffectException, InterruptedException {
    if (!Files.exists(HostPath.below(root, BOOTED_BY_OSTREE))) {
      return new OsView.NoTool(
          "this system was not booted by ostree (there is no %s), so rpm-ostree cannot change it"
              .formatted(BOOTED_BY_OSTREE),
          "declare a Host on image-based hosts only");
    }
    var status = tools.read(List.of("rpm-ostree", "status", "--json"), RpmOstreeStatus::read);
    var line = tools.said(List.of("rpm-ostree", "kargs"));
    var arguments = line == null ? null : KernelArguments.words(line);
    if (arguments == null
        && !(spec.kernelArguments().present().isEmpty()
            && spec.kernelArguments().absent().isEmpty())) {
      return new OsView.Unreadable(
          "tried to read the kernel arguments with 'rpm-ostree kargs', but it does not tell them",
          "run 'rpm-ostree kargs' to see why");
    }
    return new OsView.Seen(
        OsTool.RPM_OSTREE,
        status.deployments(),
        arguments,
        signs.bootedArguments(),
        signs.bootState(),
        status.transaction(),
        signs.active(status.driver()),
        signs.rivals(),
        signs.bootId(),
        signs.finalizationFailure(),
        status.cached());
  }

  private BootcStatus bootcStatus() throws EffectException, InterruptedException {
    return tools.read(List.of("bootc", "status", "--json"), BootcStatus::read);
  }

  private OsView bootc() throws EffectException, InterruptedException {
    return bootc(bootcStatus());
  }

  private OsView bootc(BootcStatus status) throws InterruptedException {
    if (status.deployments().isEmpty()) {
      return new OsView.NoTool(
          "this system was not booted by bootc, so bootc cannot change it",
          "declare a Host on image-based hosts only");
    }
    return new OsView.Seen(
        OsTool.BOOTC,
        status.deployments(),
        null,
        signs.bootedArguments(),
        signs.bootState(),
        null,
        null,
        signs.rivals(),
        signs.bootId(),
        signs.finalizationFailure(),
        status.cached());
  }

  @Override
  public Answer run(OsCommand command, Started started, Consumer<String> doing)
      throws EffectException, InterruptedException {
    return tools.answer(command.argv(), command.deadline(), started, doing);
  }

  @Override
  public Answer reboot() throws EffectException, InterruptedException {
    return tools.answer(List.of("systemctl", "reboot"), OsCommand.BOOT_DEADLINE, _ -> {}, _ -> {});
  }

  @Override
  public Told<String> tip(OsReference.Branch branch) throws InterruptedException {
    return remotes.tip(branch);
  }
}
