package io.atomic.reconcile.host;

import io.atomic.reconcile.cycle.CommandRunner.ChildMark;
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
import io.atomic.reconcile.process.ChildCommand;
import io.atomic.reconcile.process.ChildCommand.Streams;
import io.atomic.reconcile.process.ChildListener;
import io.atomic.reconcile.process.ChildProcesses;
import io.atomic.reconcile.process.ChildResult;
import io.atomic.reconcile.process.ProcessMark;
import io.atomic.reconcile.process.ProgramSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The host's deployments through rpm-ostree or bootc, which are found through PATH. Both are run
 * without a terminal and in the C locale, and say in their own logs who has called them.
 */
public final class LocalOperatingSystem implements OperatingSystem {
  /** The daemon may have to start, which its unit allows five minutes. */
  private static final Duration LOOK_DEADLINE = Duration.ofMinutes(10);

  /** Ten deployments with the metadata of their commits have a few hundred KiB. */
  private static final int LOOK_LIMIT = 16 << 20;

  private static final int LAST_LINES = 20;

  /** The tools print addresses whole. */
  private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]+@");

  private static final Path DIRECTORY = Path.of("/");

  /** Both tools look there whether they are of use. */
  private static final String BOOTED_BY_OSTREE = "/run/ostree-booted";

  private final ChildProcesses processes = new ChildProcesses();
  private final Path root;
  private final SortedMap<String, String> environment;
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
    var plain = new TreeMap<>(environment);
    plain.put("LC_ALL", "C");
    plain.put("TERM", "dumb");
    // Shown as the transaction's initiator, and kept in the journal (AGENT=).
    plain.put("RPMOSTREE_CLIENT_ID", "atomic-reconcile");
    this.environment = Collections.unmodifiableSortedMap(plain);
    this.signs = new HostSigns(root, environment, watch);
    this.remotes = remotes;
  }

  @Override
  public OsView view(HostSpec spec, Ours ours) throws InterruptedException {
    var rpmOstree = isThere(OsTool.RPM_OSTREE);
    var bootc = isThere(OsTool.BOOTC);
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

  private boolean isThere(OsTool tool) {
    return !(ProgramSearch.find(tool.program(), environment, DIRECTORY)
        instanceof ProgramSearch.Found.Nothing);
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
    var status = read(List.of("rpm-ostree", "status", "--json"), RpmOstreeStatus::read);
    var line = said(List.of("rpm-ostree", "kargs"));
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
    return read(List.of("bootc", "status", "--json"), BootcStatus::read);
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

  /** Understands what a tool prints. */
  private interface Reading<T> {
    T of(String json);
  }

  private <T> T read(List<String> words, Reading<T> reading)
      throws EffectException, InterruptedException {
    var shown = String.join(" ", words);
    var result = run(words, LOOK_DEADLINE, LOOK_LIMIT, ChildListener.NONE);
    if (!result.isSuccess() || !result.output().isWhole()) {
      throw new EffectException(
          "tried to look at the host with '%s', but %s".formatted(shown, why(result)),
          RpmOstreeErrors.meaning(result.output().errors()).remedy(),
          null);
    }
    try {
      return reading.of(result.output().text());
    } catch (JacksonException | IllegalArgumentException e) {
      throw new EffectException(
          "tried to understand '%s', but %s"
              .formatted(
                  shown, e instanceof IllegalArgumentException ? e.getMessage() : "it is no JSON"),
          "report this with what the command prints",
          e);
    }
  }

  /** Null = it did not end well. */
  private @Nullable String said(List<String> words) throws InterruptedException {
    var result = run(words, LOOK_DEADLINE, LOOK_LIMIT, ChildListener.NONE);
    return result.isSuccess() ? result.output().text() : null;
  }

  private ChildResult run(List<String> words, Duration deadline, int limit, ChildListener listener)
      throws InterruptedException {
    return processes.run(
        ChildCommand.of(words, environment, DIRECTORY, deadline)
            .withStreams(Streams.SEPARATE)
            .withOutputLimit(limit),
        listener);
  }

  private static String why(ChildResult result) {
    return switch (result) {
      case ChildResult.NotStarted(var reason) -> reason;
      case ChildResult.TimedOut(_, var after) ->
          "it has not ended in %d minutes".formatted(after.toMinutes());
      case ChildResult.Signalled(var signal, _) -> "signal %d ended it".formatted(signal);
      case ChildResult.Exited(var code, var output) -> {
        if (!output.isWhole()) {
          yield "the answer is too long";
        }
        var said =
            USER_INFO
                .matcher(RpmOstreeErrors.text(output.lastLines(LAST_LINES)))
                .replaceAll("//***@");
        yield said.isBlank() ? "it ended with %d".formatted(code) : "it said: " + said;
      }
    };
  }

  @Override
  public Answer run(OsCommand command, Started started, Consumer<String> doing)
      throws EffectException, InterruptedException {
    return answer(command.argv(), command.deadline(), new Following(started, doing));
  }

  @Override
  public Answer reboot() throws EffectException, InterruptedException {
    return answer(
        List.of("systemctl", "reboot"), OsCommand.BOOT_DEADLINE, new Following(_ -> {}, _ -> {}));
  }

  private Answer answer(List<String> argv, Duration deadline, Following following)
      throws EffectException, InterruptedException {
    ChildResult result;
    try {
      result = run(argv, deadline, LOOK_LIMIT, following);
    } catch (NotJournalledException e) {
      throw e.reason;
    }
    var tried = "tried to run '%s', but ".formatted(String.join(" ", argv));
    return switch (result) {
      case ChildResult.NotStarted(var reason) ->
          new Answer.Refused(Kind.HUMAN, reason, "install it, or put it on PATH", "");
      case ChildResult.TimedOut _ -> new Answer.Lost(tried + why(result), false);
      case ChildResult.Signalled _ -> new Answer.Lost(tried + why(result), true);
      case ChildResult.Exited(var code, var output) -> {
        // 77: what was asked for was so already.
        if (code == 0 || code == 77) {
          yield new Answer.Done(String.join("\n", output.lastLines(LAST_LINES)));
        }
        var errors = output.errors();
        var busy = RpmOstreeErrors.busy(errors);
        if (busy != null) {
          yield new Answer.Busy(busy);
        }
        var meaning = RpmOstreeErrors.meaning(errors);
        yield new Answer.Refused(meaning.kind(), tried + why(result), meaning.remedy(), "");
      }
    };
  }

  @Override
  public Told<String> tip(OsReference.Branch branch) throws InterruptedException {
    return remotes.tip(branch);
  }

  /** Tells of a child what it says, and that it exists. */
  private record Following(Started begun, Consumer<String> doing) implements ChildListener {
    @Override
    public void started(ProcessMark mark) {
      try {
        begun.started(new ChildMark(mark.pid(), mark.startTicks(), mark.bootId()));
      } catch (EffectException e) {
        throw new NotJournalledException(e);
      }
    }

    @Override
    public void line(String text) {
      doing.accept(text);
    }
  }

  /** Carries a journal's failure through the listener. */
  private static final class NotJournalledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final EffectException reason;

    NotJournalledException(EffectException reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
