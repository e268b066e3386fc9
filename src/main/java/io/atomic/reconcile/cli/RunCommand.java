package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.CommandRunner.Ending;
import io.atomic.reconcile.cycle.Cycle.Consent;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Errand;
import io.atomic.reconcile.cycle.Foreground;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Action;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.ContainerLabels;
import io.atomic.reconcile.plan.Situation.Attachment;
import io.atomic.reconcile.report.ExitStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}: runs an image by hand. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Run the RUN command of IMAGE, or a container of it where it has none.",
      "Where the app's container is there already, it is started, and COMMAND is executed in it; a"
          + " container of another image is never entered.",
      "At a terminal the command gets it; its exit status is that of this program."
    },
    footer = {
      "%nExamples:",
      "  atomic run --detach registry.example.com/httpd:2.4",
      "  atomic run tools journalctl -f"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class RunCommand implements Callable<Integer> {
  /** What Project Atomic's super-privileged containers get. */
  private static final List<String> SUPER_PRIVILEGED =
      List.of(
          "docker",
          "run",
          "-i",
          "-t",
          "--privileged",
          "-v",
          "/:/host",
          "-v",
          "/run:/run",
          "-v",
          "/etc/localtime:/etc/localtime",
          "--net=host",
          "--ipc=host",
          "--pid=host",
          "-e",
          "HOST=/host",
          "-e",
          "NAME=NAME",
          "-e",
          "IMAGE=IMAGE",
          "-e",
          "SYSTEMD_IGNORE_CHROOT=1",
          "--name",
          "NAME",
          "IMAGE");

  @Mixin RequestOptions options;
  @Mixin WordsOptions words;

  @Option(
      names = {"-r", "--replace"},
      description = "Remove the app's container first if it is another one.")
  boolean replace;

  @Option(
      names = {"-d", "--detach"},
      description = "Return as soon as it runs.")
  boolean detach;

  @Option(
      names = "--spc",
      description = "As a super-privileged container, NAME-spc, instead of by the RUN label.")
  boolean superPrivileged;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image's reference.")
  String image;

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description = "Words behind the label's own, or to execute in the container that is there.")
  List<String> args = new ArrayList<>();

  @Override
  public Integer call() {
    var derived = options.appOf(image);
    var app = superPrivileged && options.name == null ? derived + "-spc" : derived;
    return RequestRun.of(options, (run, interruption) -> run(run, interruption, app));
  }

  private int run(RequestRun run, Interruption interruption, String app)
      throws EffectException, InterruptedException {
    var attachment = attachment();
    var plain = request(app, List.of());
    var proposal = run.look(plain, attachment);
    if (options.display) {
      var whole = run.look(request(app, args), attachment);
      run.console().print(CommandDisplay.afresh(whole, Action.Run.class));
      return ExitStatus.OK;
    }
    var existing = existing(proposal, app);
    if (existing != null && !replace) {
      return again(run, interruption, plain, proposal, existing, attachment);
    }
    if (existing != null) {
      var removed = remove(run, interruption, existing, app);
      if (removed != ExitStatus.OK) {
        return removed;
      }
    }
    return anew(run, interruption, proposal, app, attachment);
  }

  private Request.Run request(String app, List<String> behind) {
    return new Request.Run(
        app, options.image(image), words.of(behind, superPrivileged ? SUPER_PRIVILEGED : null));
  }

  private Attachment attachment() {
    if (detach) {
      return Attachment.DETACHED;
    }
    return Terminal.isInteractive() ? Attachment.TERMINAL : Attachment.ATTACHED;
  }

  /** The app's container, as far as it is ours; a stranger's is the plan's business. */
  private static @Nullable Container existing(Proposal proposal, String app) {
    var record = proposal.situation().recorded().apps().get(app);
    if (!(proposal.situation().observed().engine() instanceof EngineView.Reached engine)) {
      return null;
    }
    for (var container : engine.containers()) {
      var ours =
          (record != null && record.containers().contains(container.id()))
              || app.equals(container.labels().get(ContainerLabels.APP));
      if (container.name().equals(app) && ours) {
        return container;
      }
    }
    return null;
  }

  private static int remove(
      RequestRun run, Interruption interruption, Container existing, String app)
      throws EffectException {
    var stop = new Request.Stop(app);
    var stopped = run.run(stop, interruption, Consent.ALWAYS);
    return stopped == ExitStatus.OK
        ? run.carryOut(stop, interruption, Errand.removing(app, existing))
        : stopped;
  }

  /** In the container that is there. */
  private int again(
      RequestRun run,
      Interruption interruption,
      Request.Run plain,
      Proposal proposal,
      Container existing,
      Attachment attachment)
      throws EffectException, InterruptedException {
    if (isOfAnotherImage(proposal, plain, existing)) {
      throw new EffectException(
          "tried to run '%s', but its container was made from another image (%s)"
              .formatted(plain.app(), Image.shortId(existing.imageId())),
          "add --replace, or give the new one another --name",
          null);
    }
    var foreground = run.attached(plain, interruption, attachment).foreground();
    var engine = proposal.situation().engineCommand();
    var alive = existing.status() == Container.Status.RUNNING;
    if (args.isEmpty()) {
      if (alive) {
        run.console().print("%s: it runs already%n".formatted(plain.app()));
        return ExitStatus.OK;
      }
      return attachment == Attachment.DETACHED
          ? run.run(plain, interruption, Replacing.onlyIf(false, plain.app()))
          : ended(foreground.start(engine, existing));
    }
    if (!alive) {
      var started = run.run(plain, interruption, Replacing.onlyIf(false, plain.app()));
      if (started != ExitStatus.OK) {
        return started;
      }
    }
    return ended(foreground.exec(engine, existing, args, attachment == Attachment.TERMINAL));
  }

  private static boolean isOfAnotherImage(
      Proposal proposal, Request.Run plain, Container existing) {
    return proposal.plan().changes().get(ResourceId.app(plain.app()))
            instanceof Change.Converge converge
        && (converge.target().image() == null
            || !converge.target().image().id().equals(existing.imageId()));
  }

  private int anew(
      RequestRun run,
      Interruption interruption,
      Proposal proposal,
      String app,
      Attachment attachment)
      throws EffectException, InterruptedException {
    var asked = request(app, args);
    var fetched = run.fetch(asked, proposal, interruption);
    if (fetched != ExitStatus.OK) {
      return fetched;
    }
    var request = run.granted(asked, attachment);
    var consent = Replacing.ofInstalled(replace, app, image);
    if (attachment == Attachment.DETACHED) {
      return run.run(request, interruption, consent);
    }
    var attached = run.attached(request, interruption, attachment);
    var runId = RunId.next(Clock.systemUTC());
    var report = attached.run(runId, request.targets(), consent);
    var ready = Foreground.readyIn(report);
    if (ready == null) {
      return run.reported(report);
    }
    run.console().problems(report.problems());
    return ended(attached.foreground().run(runId, ready));
  }

  private static int ended(Ending ending) throws EffectException {
    return switch (ending) {
      case Ending.Exited(var code, _) -> code;
      case Ending.NotStarted(var reason) ->
          throw new EffectException("tried to run it, but " + reason);
      case Ending.Signalled _, Ending.TimedOut _ -> ExitStatus.FAILED;
    };
  }
}
