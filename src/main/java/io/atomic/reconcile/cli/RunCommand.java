package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.CommandRunner.Ending;
import io.atomic.reconcile.cycle.Cycle.Consent;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Foreground;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.ByHand;
import io.atomic.reconcile.plan.Change;
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
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {
      " 0:it runs, or ran and ended well",
      " 1:it could not be run, or was refused",
      " N:that of the command, where somebody waited for it",
      ExitMeaning.USAGE,
      ExitMeaning.ENGINE,
      ExitMeaning.LOCKED,
      ExitMeaning.PERMISSION,
      ExitMeaning.SETTINGS
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME} --detach quay.io/me/httpd:2.4",
      "  ${COMMAND-FULL-NAME} tools journalctl -f",
      "  ${COMMAND-FULL-NAME} --display quay.io/me/httpd:2.4"
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
    var plain = request(app, List.of(), false);
    var proposal = run.look(plain, attachment);
    if (options.display) {
      var whole = run.look(request(app, args, true), attachment);
      run.console().print(CommandDisplay.afresh(whole, AppAction.Run.class));
      return ExitStatus.OK;
    }
    var declared = proposal.situation().desired().apps().get(app);
    if (declared != null && declared.resource().spec().state() == AppState.COMPLETED) {
      throw new EffectException(
          "tried to run '%s', but it is a job that runs to completion once".formatted(app),
          "it runs when its image or its manifest changes",
          null);
    }
    var existing = existing(proposal, app);
    return existing != null && !replace
        ? again(run, interruption, plain, proposal, existing, attachment)
        : anew(run, interruption, proposal, app, existing, attachment);
  }

  private Request.Run request(String app, List<String> behind, boolean startsOver) {
    return new Request.Run(
        app,
        options.image(image),
        words.of(behind, superPrivileged ? SUPER_PRIVILEGED : null),
        startsOver);
  }

  private Attachment attachment() {
    if (detach) {
      return Attachment.DETACHED;
    }
    return Terminal.isInteractive() ? Attachment.TERMINAL : Attachment.ATTACHED;
  }

  /** The app's container as it is recorded; any other is the plan's business. */
  private static @Nullable Container existing(Proposal proposal, String app) {
    var record = proposal.situation().recorded().apps().get(app);
    if (record == null
        || !(proposal.situation().observed().engine() instanceof EngineView.Reached engine)) {
      return null;
    }
    var launched = record.launch() == null ? null : record.launch().containerId();
    for (var container : engine.containers()) {
      if (container.id().equals(launched)
          || (container.name().equals(app) && record.containers().contains(container.id()))) {
        return container;
      }
    }
    return null;
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
    refuseAnother(proposal, plain, existing);
    var foreground = run.attached(plain, interruption, attachment).foreground();
    var engine = proposal.situation().engineCommand();
    var alive = existing.status() == Container.Status.RUNNING;
    if (args.isEmpty() && alive) {
      run.console().print("%s: it runs already%n".formatted(plain.app()));
      return ExitStatus.OK;
    }
    var startsAttached =
        args.isEmpty()
            && attachment != Attachment.DETACHED
            && existing.status() == Container.Status.EXITED;
    if (startsAttached) {
      return ended(foreground.start(engine, existing));
    }
    if (!alive) {
      var started = run.run(plain, interruption, Replacing.onlyIf(false, plain.app()));
      if (started != ExitStatus.OK || args.isEmpty()) {
        return started;
      }
    }
    return ended(foreground.exec(engine, existing, args, attachment == Attachment.TERMINAL));
  }

  /** Refuses a container of another image, or of other options than were given now. */
  private static void refuseAnother(Proposal proposal, Request.Run plain, Container existing)
      throws EffectException {
    var change = proposal.plan().changes().get(ResourceId.app(plain.app()));
    if (change instanceof Change.Held held) {
      throw EffectException.of(held);
    }
    if (change instanceof Change.Converge converge) {
      var image = converge.target().image();
      if (image == null || !image.id().equals(existing.imageId())) {
        throw new EffectException(
            "tried to run '%s', but its container was made from another image (%s)"
                .formatted(plain.app(), Image.shortId(existing.imageId())),
            "add --replace, or give the new one another --name",
            null);
      }
      if (proposal.plan().isDisruptive()) {
        throw new EffectException(
            "tried to run '%s', but its container was made with other options"
                .formatted(plain.app()),
            "add --replace, or leave the options away",
            null);
      }
    }
  }

  private int anew(
      RequestRun run,
      Interruption interruption,
      Proposal proposal,
      String app,
      @Nullable Container existing,
      Attachment attachment)
      throws EffectException, InterruptedException {
    var asked = request(app, args, true);
    var fetched = run.fetch(asked, proposal, interruption);
    if (fetched != ExitStatus.OK) {
      return fetched;
    }
    var request = run.granted(asked, attachment);
    var consent = Replacing.ofInstalled(replace, app, image);
    if (existing != null) {
      // Whatever could be refused is refused before the old one goes.
      var now = run.look(request, attachment);
      if (now.plan().changes().get(request.id()) instanceof Change.Held held) {
        throw EffectException.of(held);
      }
      if (consent.answer(now) instanceof Consent.Answer.Stale(var why, var remedy)) {
        throw new EffectException(why, remedy, null);
      }
      var removed = remove(run, interruption, existing, app);
      if (removed != ExitStatus.OK) {
        return removed;
      }
    }
    if (attachment == Attachment.DETACHED) {
      return run.run(request, interruption, consent);
    }
    var attached = run.attached(request, interruption, attachment);
    var runId = RunId.next(Clock.systemUTC());
    // Nothing may be stopped for what only begins once this run is over.
    var report = attached.run(runId, request.targets(), Replacing.ofInstalled(false, app, image));
    var ready = Foreground.readyIn(report, app);
    if (ready == null) {
      return run.reported(report);
    }
    run.console().problems(report.problems());
    return ended(attached.foreground().run(runId, ready));
  }

  private static int remove(
      RequestRun run, Interruption interruption, Container existing, String app)
      throws EffectException {
    var request = new Request.Renew(app);
    var stopped =
        run.carryOut(request, interruption, situation -> ByHand.stopping(situation, app), false);
    return stopped == ExitStatus.OK
        ? run.carryOut(
            request, interruption, situation -> ByHand.removing(situation, app, existing), false)
        : stopped;
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
