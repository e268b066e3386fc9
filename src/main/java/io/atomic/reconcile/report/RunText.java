package io.atomic.reconcile.report;

import static java.util.stream.Collectors.joining;

import io.atomic.reconcile.cycle.RunReport;
import io.atomic.reconcile.cycle.StepResult;
import io.atomic.reconcile.cycle.StepResult.Outcome;
import io.atomic.reconcile.model.Durations;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.HostAction;
import io.atomic.reconcile.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a run went, in as few lines as it takes: one for a good one, the failures otherwise. */
public final class RunText {
  private final Style style;
  private final StringBuilder text = new StringBuilder();
  private final List<Paragraph> paragraphs = new ArrayList<>();

  private RunText(Style style) {
    this.style = style;
  }

  /**
   * What is said of one resource, or of the run.
   *
   * @param about null = the run
   * @param bad whether something is wrong there
   * @param text with a line end after each line
   */
  public record Paragraph(@Nullable ResourceId about, boolean bad, String text) {}

  public static String of(RunReport report, Style style) {
    return paragraphs(report, style).stream().map(Paragraph::text).collect(joining());
  }

  /** The same for a log, whose lines have a severity and say what they are about. */
  public static List<Paragraph> paragraphs(RunReport report, Style style) {
    var text = new RunText(style);
    text.render(report);
    return List.copyOf(text.paragraphs);
  }

  private void render(RunReport report) {
    var plan = report.plan();
    if (plan == null) {
      return;
    }
    switch (report.verdict()) {
      case EXECUTED, INTERRUPTED -> {
        plan.changes().forEach((id, change) -> ends(id, resource(report, id, change)));
        if (!report.results().isEmpty()) {
          text.append(style.strong(closing(report))).append('\n');
          ends(null, false);
        }
      }
      case DECLINED -> {
        text.append("Nothing was changed.\n");
        ends(null, false);
      }
      case REFUSED -> {
        text.append(style.bad("Refused: nothing was changed.")).append('\n');
        ends(null, true);
      }
      case LOCKED, UNKNOWN_APP, STATE_UNUSABLE, NOT_PERMITTED -> {}
    }
  }

  /** Ends a paragraph, if anything was said. */
  private void ends(@Nullable ResourceId about, boolean bad) {
    if (!text.isEmpty()) {
      paragraphs.add(new Paragraph(about, bad, text.toString()));
      text.setLength(0);
    }
  }

  /** Says what there is to say of one, and returns whether something is wrong with it. */
  private boolean resource(RunReport report, ResourceId id, Change change) {
    var failure = report.failureOf(id);
    if (failure != null) {
      failed(id.toString(), failure);
      rolledBack(report, id);
      return true;
    }
    if (change instanceof Change.Converge converge
        && converge.instead() != null
        && converge.failing()) {
      text.append(style.bad(id + " is rolled back"))
          .append(": " + Printable.line(converge.instead().reason()))
          .append('\n');
      return true;
    }
    if (change instanceof Change.Held held && held.failing()) {
      text.append(style.bad(id + " is held"))
          .append(" (%s): %s".formatted(held.reason().word(), Printable.line(held.message())))
          .append('\n');
      remedy(held.remedy());
      return true;
    }
    if (id.kind() == Kind.HOST) {
      host(report, change);
    }
    return false;
  }

  /** Whether a host with which nothing went wrong waits for a boot, or boots. */
  private void host(RunReport report, Change change) {
    if (change instanceof Change.Held held) {
      host(change.id(), "waits (%s)".formatted(held.reason().word()), held.message());
      return;
    }
    var steps = report.plan() == null ? List.<Step>of() : report.plan().stepsOf(change.id());
    for (var step : steps.reversed()) {
      var result = report.results().get(step.id());
      var outcome = result == null ? null : result.outcome();
      if (step.action() instanceof HostAction.Reboot
          && outcome instanceof Outcome.DroppedOut(var why)) {
        host(change.id(), "is not booted", why);
        return;
      }
      if (outcome instanceof Outcome.Done(var note) && note != null) {
        switch (step.action()) {
          case HostAction.Reboot _ -> host(change.id(), "is about to boot", note);
          case HostAction.Stage _ -> host(change.id(), "needs a reboot", note);
          default -> {
            continue;
          }
        }
        return;
      }
    }
  }

  private void host(ResourceId id, String what, String why) {
    text.append(style.changed(id + " " + what))
        .append(": ")
        .append(Printable.line(why))
        .append('\n');
  }

  private void rolledBack(RunReport report, ResourceId id) {
    var plan = report.plan();
    for (var step : plan == null ? List.<Step>of() : plan.stepsOf(id)) {
      var result = report.results().get(step.id());
      if (!(step.action() instanceof AppAction.RollBack) || result == null) {
        continue;
      }
      if (result.outcome() instanceof Outcome.Done(var note)) {
        text.append(style.faint("  → rolled back: " + note)).append('\n');
      } else if (result.outcome() instanceof Outcome.Failed second) {
        failed(id.toString(), second);
      }
    }
  }

  private void failed(String id, Outcome.Failed failure) {
    text.append(style.bad(id + " failed"))
        .append(": ")
        .append(Printable.line(failure.message()))
        .append('\n');
    failure
        .output()
        .lines()
        .forEach(line -> text.append(style.faint("  | ")).append(line).append('\n'));
    remedy(failure.remedy());
  }

  private void remedy(@Nullable String remedy) {
    if (remedy != null) {
      text.append(style.faint("  → " + Printable.line(remedy))).append('\n');
    }
  }

  private static String closing(RunReport report) {
    var done = 0;
    var failed = 0;
    var skipped = 0;
    var unreached = report.unreached().size();
    for (var result : report.results().values()) {
      switch (result.outcome()) {
        case Outcome.Done _ -> done++;
        case Outcome.DroppedOut _ -> {}
        case Outcome.Failed _ -> failed++;
        case Outcome.Skipped _ -> skipped++;
      }
    }
    return "Run %s: %d done%s%s%s in %s."
        .formatted(
            report.runId(),
            done,
            failed == 0 ? "" : ", %d failed".formatted(failed),
            skipped == 0 ? "" : ", %d skipped".formatted(skipped),
            unreached == 0 ? "" : ", %d not reached".formatted(unreached),
            Durations.text(Duration.between(report.startedAt(), report.endedAt())));
  }

  /** One step as it ends, for progress. */
  public static String step(String stepId, StepResult result, Style style) {
    var took =
        result.took().isZero() ? "" : style.faint(" (%s)".formatted(Durations.text(result.took())));
    return switch (result.outcome()) {
      case Outcome.Done(var note) ->
          "%s %s%s%s"
              .formatted(
                  style.added("✓"), stepId, took, note == null ? "" : style.faint(": " + note));
      case Outcome.DroppedOut(var why) -> "%s %s: %s".formatted(style.faint("-"), stepId, why);
      case Outcome.Failed(var message, _, _, _, _) ->
          "%s %s%s: %s".formatted(style.bad("✗"), stepId, took, Printable.line(message));
      case Outcome.Skipped(var why) -> "%s %s: %s".formatted(style.faint("·"), stepId, why);
    };
  }
}
