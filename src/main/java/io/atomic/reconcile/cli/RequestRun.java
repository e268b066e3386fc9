package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle;
import io.atomic.reconcile.cycle.Cycle.Consent;
import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.Errand;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.label.ShellWords;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.ByHand;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Situation.Attachment;
import io.atomic.reconcile.policy.AppGrants;
import io.atomic.reconcile.report.CommandProgress;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.PlanText;
import io.atomic.reconcile.report.RunJson;
import io.atomic.reconcile.report.RunText;
import java.time.Clock;
import java.util.stream.Collectors;

/** One request by hand, from the options to the exit status. */
final class RequestRun {
  private final RequestOptions options;
  private final Console console;
  private final Wiring wiring;

  private RequestRun(RequestOptions options, Console console, Wiring wiring) {
    this.options = options;
    this.console = console;
    this.wiring = wiring;
  }

  /** What is done once the settings are read. */
  interface Work {
    int with(RequestRun run, Interruption interruption)
        throws EffectException, InterruptedException;
  }

  static int of(RequestOptions options, Work work) {
    return of(options, false, work);
  }

  /**
   * The same.
   *
   * @param purgesData whether data may go with the app
   */
  static int of(RequestOptions options, boolean purgesData, Work work) {
    var console = new Console(options.global);
    var loaded = Sources.settings(options.global);
    console.problems(loaded.problems());
    if (loaded.hasErrors()) {
      return ExitStatus.INVALID;
    }
    var run =
        new RequestRun(
            options,
            console,
            new Wiring(options.global, options.storage.over(loaded.settings()), purgesData, false));
    var interruption = Interruption.ofThisThread(console, options.global.timeout);
    try (interruption) {
      return work.with(run, interruption);
    } catch (EffectException e) {
      console.problem(e);
      return ExitStatus.of(e);
    } catch (InterruptedException _) {
      console.error("tried to %s, but %s".formatted(options.verb(), interruption.reason()));
      return ExitStatus.FAILED;
    }
  }

  Console console() {
    return console;
  }

  /** What a request comes to; changes nothing. */
  Proposal look(Request request, Attachment attachment)
      throws EffectException, InterruptedException {
    var cycle = wiring.looking(request, console.progress(), Invocation.caller(attachment));
    return switch (cycle.look(request.targets())) {
      case Look.Seen(var proposal) -> proposal;
      case Look.UnknownApp(var message) -> throw EffectException.unknownApp(message);
    };
  }

  /**
   * Checks that an image that was named instead of an app is the app's.
   *
   * @throws EffectException if it is another one
   */
  void checkImage(Request request, String named) throws EffectException, InterruptedException {
    if (named.equals(request.app()) || options.name != null) {
      return;
    }
    var cycle = wiring.looking(request, Console.SILENCE, Invocation.caller(Attachment.DETACHED));
    if (!(cycle.look(request.targets()) instanceof Look.Seen(var proposal))) {
      // What the verb itself says of an app that is not there is better.
      return;
    }
    var record = proposal.situation().recorded().apps().get(request.app());
    var image = options.image(named);
    if (record == null || isMeant(image, record.manifest().spec().image())) {
      return;
    }
    throw new EffectException(
        "tried to %s '%s' by its image '%s', but its image is '%s'"
            .formatted(options.verb(), request.app(), named, record.manifest().spec().image()),
        "if that one is meant, name the app: %s %s".formatted(options.verb(), request.app()),
        null);
  }

  /** Whether what somebody says of an image fits the one that is recorded. */
  private static boolean isMeant(ImageReference said, ImageReference recorded) {
    var sameRegistry = said.registry() == null || said.registry().equals(recorded.registry());
    var sameTag = said.tag() == null || said.tag().equals(recorded.effectiveTag());
    return sameRegistry
        && sameTag
        && (recorded.repository().equals(said.repository())
            || recorded.repository().endsWith("/" + said.repository()));
  }

  /** Brings the image to disk if it is not there: before that nobody knows its labels. */
  int fetch(Request request, Proposal proposal, Interruption interruption) throws EffectException {
    var change = proposal.plan().changes().get(ResourceId.app(request.app()));
    return change instanceof Change.Converge converge && !converge.target().missing().isEmpty()
        ? carryOut(
            request, interruption, situation -> ByHand.fetching(situation, request.app()), false)
        : ExitStatus.OK;
  }

  /**
   * The request with the grants that its label commands need, if somebody sits there and gives
   * them.
   *
   * @throws EffectException if nobody does
   */
  Request.OfImage granted(Request.OfImage request, Attachment attachment)
      throws EffectException, InterruptedException {
    var grants =
        look(request, attachment)
            .grants()
            .getOrDefault(ResourceId.app(request.app()), AppGrants.NONE);
    if (grants.missing().isEmpty()) {
      return request;
    }
    if (Terminal.isInteractive()
        && console.confirms(
            "%s. Grant %s?".formatted(grants.message(), String.join(", ", grants.missing())))) {
      return request.granting(grants.missing());
    }
    throw new EffectException(
        "tried to %s '%s', but %s".formatted(options.verb(), request.app(), grants.message()),
        "if you trust the image, add "
            + grants.missing().stream()
                .map(grant -> "--grant " + ShellWords.quote(grant))
                .collect(Collectors.joining(" ")),
        null);
  }

  /** Carries a request out without a terminal. */
  int run(Request request, Interruption interruption, Consent consent) throws EffectException {
    var runId = RunId.next(Clock.systemUTC());
    var inRun = console.in(runId);
    var progress = inRun.progress();
    var report =
        wiring
            .requested(
                request,
                new CommandProgress(progress, inRun::commandSays),
                interruption,
                Invocation.caller(Attachment.DETACHED))
            .run(runId, request.targets(), consent);
    progress.close();
    return reported(report);
  }

  /**
   * Carries out what needs no comparison.
   *
   * @param last whether nothing follows that has a report of its own
   */
  int carryOut(Request request, Interruption interruption, Errand errand, boolean last)
      throws EffectException {
    var runId = RunId.next(Clock.systemUTC());
    var progress = console.in(runId).progress();
    var report =
        wiring
            .requested(request, progress, interruption, Invocation.caller(Attachment.DETACHED))
            .carryOut(runId, errand);
    progress.close();
    return console.isText() || last || exitStatus(report) != ExitStatus.OK
        ? reported(report)
        : ExitStatus.OK;
  }

  /**
   * Shows what {@link #carryOut} would do.
   *
   * @param text of the plan
   */
  int display(Request request, Errand errand, Shown text)
      throws EffectException, InterruptedException {
    var cycle = wiring.looking(request, console.progress(), Invocation.caller(Attachment.DETACHED));
    return switch (cycle.look(errand)) {
      case ByHand.Answer.Of(var plan) -> {
        console.print(text.of(plan));
        yield ExitStatus.OK;
      }
      case ByHand.Answer.Unknown(var message) -> throw EffectException.unknownApp(message);
      case ByHand.Answer.Refused(var message, var remedy) ->
          throw new EffectException(message, remedy, null);
    };
  }

  /** What a plan looks like; one that cannot be carried out is refused. */
  interface Shown {
    String of(Plan plan) throws EffectException;
  }

  /** The steps of a plan, and the commands that they run. */
  String steps(Plan plan) throws EffectException {
    CommandDisplay.refuseHeld(plan);
    return PlanText.steps(plan, console.style(), console.detail());
  }

  /** What carries a request out for somebody whose input and output the command has. */
  Cycle attached(Request request, Interruption interruption, Attachment attachment)
      throws EffectException {
    return wiring.requested(request, Console.SILENCE, interruption, Invocation.caller(attachment));
  }

  int reported(RunReport report) {
    console.in(report.runId()).problems(report.problems());
    if (!console.isText()) {
      console.print(RunJson.of(report, ExitStatus.of(report, false)));
    } else {
      console.print(RunText.of(report, console.style()));
      var plan = report.plan();
      if (report.verdict() == Verdict.EXECUTED && plan != null && plan.isEmpty()) {
        plan.changes().values().stream()
            .filter(change -> change instanceof Change.Keep)
            .forEach(change -> console.print(change.id() + ": nothing to do\n"));
        plan.changes().values().stream()
            .filter(change -> change instanceof Change.Held held && !held.failing())
            .map(Change.Held.class::cast)
            .forEach(held -> console.error("%s: %s".formatted(held.id(), held.message())));
      }
    }
    return exitStatus(report);
  }

  /** The child's own, where one ended; what is held back, on purpose or not, was not done. */
  private static int exitStatus(RunReport report) {
    for (var result : report.results().values()) {
      if (result.outcome() instanceof Outcome.Failed failed && failed.exitCode() != null) {
        return failed.exitCode();
      }
    }
    var plan = report.plan();
    var held =
        plan != null
            && plan.changes().values().stream().anyMatch(change -> change instanceof Change.Held);
    var status = ExitStatus.of(report, false);
    return held && status == ExitStatus.OK ? ExitStatus.FAILED : status;
  }
}
