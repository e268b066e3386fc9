package io.atomic.reconcile.report;

import io.atomic.reconcile.label.ShellWords;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import io.atomic.reconcile.plan.Action;
import io.atomic.reconcile.plan.AppAction;
import io.atomic.reconcile.plan.Change;
import io.atomic.reconcile.plan.ContainerLabels;
import io.atomic.reconcile.plan.Difference;
import io.atomic.reconcile.plan.HostAction;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.PlannedCommand;
import io.atomic.reconcile.plan.Step;
import io.atomic.reconcile.report.Summary.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan as people read it: a block for each app that is not simply left alone, then a summary. */
public final class PlanText {
  private static final String INDENT = "      ";

  private final Style style;
  private final Detail detail;
  private final StringBuilder text = new StringBuilder();

  /** How much of a command is shown. */
  public enum Detail {
    /** Without the labels by which we recognise containers: they say nothing to a reader. */
    BRIEF,
    /** Every word, to paste. */
    WHOLE
  }

  private PlanText(Style style, Detail detail) {
    this.style = style;
    this.detail = detail;
  }

  public static String of(Plan plan, Style style, Detail detail) {
    return new PlanText(style, detail).render(plan);
  }

  /** What would be done, for who asked for just that: resources and their steps. */
  public static String steps(Plan plan, Style style, Detail detail) {
    var text = new PlanText(style, detail);
    plan.changes().forEach((id, change) -> text.block(id, change, plan.stepsOf(id)));
    return text.text.toString();
  }

  /** What happens to one resource, whatever it is, without a summary. */
  static String of(ResourceId id, Change change, List<Step> steps, Style style, Detail detail) {
    var text = new PlanText(style, detail);
    text.block(id, change, steps);
    return text.text.toString();
  }

  private String render(Plan plan) {
    plan.changes()
        .forEach((id, change) -> {
          if (!(change instanceof Change.Keep keep)
              || keep.note() != null
              || !keep.differences().isEmpty()
              || !plan.stepsOf(id).isEmpty()) {
            block(id, change, plan.stepsOf(id));
          }
        });
    plan.notices().forEach(this::notice);
    text.append(nextOpening(plan));
    if (!text.isEmpty()) {
      text.append('\n');
    }
    text.append(style.strong("Plan: " + Summary.of(plan) + ".")).append('\n');
    return text.toString();
  }

  /** When something goes on that waits; empty if nothing does. */
  public static String nextOpening(Plan plan) {
    return plan.nextOpening() == null
        ? ""
        : "  next window that something waits for: %s\n".formatted(plan.nextOpening());
  }

  private void block(ResourceId id, Change change, List<Step> steps) {
    var verb = Verb.of(change);
    var head = "%3s %s".formatted(verb.mark(), id);
    text.append(coloured(verb, head))
        .append(style.faint(Printable.line(headline(change))))
        .append('\n');
    change.differences().forEach(this::difference);
    if (change instanceof Change.Held held && held.remedy() != null) {
      line(style.faint("→ " + held.remedy()));
    }
    steps.forEach(this::step);
  }

  private String coloured(Verb verb, String head) {
    return switch (verb) {
      case CREATE -> style.added(head);
      case UPDATE, RECORD, FORGET -> style.changed(head);
      case REPLACE, REMOVE -> style.removed(head);
      case HOLD -> style.bad(head);
      case KEEP -> head;
    };
  }

  private static String headline(Change change) {
    return switch (change) {
      case Change.Keep keep -> keep.note() == null ? "" : "  " + keep.note();
      case Change.Converge converge ->
          converge.target().place() == null ? "" : "  " + converge.target().place();
      case Change.ConvergeHost host -> host.place() == null ? "" : "  " + host.place();
      case Change.Remove remove ->
          switch (remove.asked()) {
            case BY_MANIFEST -> "  state: absent";
            case BY_ABSENCE -> "  its manifest is gone";
          };
      case Change.Forget forget -> "  " + forget.reason();
      case Change.Held held -> "  held (%s): %s".formatted(held.reason().word(), held.message());
    };
  }

  private void difference(Difference difference) {
    line(
        "%s: %s → %s  %s"
            .formatted(
                difference.field(),
                value(difference.before()),
                value(difference.after()),
                style.faint(
                    "(%s)"
                        .formatted(difference.cause().name().toLowerCase(java.util.Locale.ROOT)))));
  }

  private static String value(@Nullable String value) {
    if (value == null) {
      return "(none)";
    }
    return value.isEmpty() ? "''" : value.strip().replaceAll("\\s+", " ");
  }

  private void step(Step step) {
    var action = step.action();
    line(
        "%s %s%s"
            .formatted(
                style.strong("• " + action.word()), object(action), style.faint(aside(step))));
    switch (action) {
      case HostAction.Stage(_, _, _, var change, _, _) ->
          line("    " + ShellWords.join(change.argv()));
      case HostAction.Unstage(_, var change, _) -> line("    " + ShellWords.join(change.argv()));
      default -> {}
    }
    var command = action.command();
    if (command instanceof PlannedCommand.Known known) {
      line("    " + shown(known.argv()));
      if (!known.claims().needs().isEmpty()) {
        line("    " + style.changed("uses " + String.join(", ", known.claims().needs())));
      }
    } else if (command instanceof PlannedCommand.KnownAfterFetch) {
      line("    " + style.faint("(known after fetch)"));
    }
  }

  private String shown(List<String> argv) {
    return switch (detail) {
      case WHOLE -> ShellWords.join(argv);
      case BRIEF -> {
        var words =
            new ArrayList<>(ContainerLabels.without(argv).stream().map(ShellWords::quote).toList());
        if (words.size() < argv.size()) {
          words.add(ContainerLabels.first(argv), "--label …");
        }
        yield String.join(" ", words);
      }
    };
  }

  private static String aside(Step step) {
    var action = step.action();
    var repeated = action instanceof AppAction.Install || action instanceof AppAction.Uninstall;
    return " (%s%s)".formatted(step.reason(), repeated ? "; repeat after interruption" : "");
  }

  /** What the action works on, where its app does not say it. */
  private static String object(Action action) {
    return switch (action) {
      case HostAction host -> object(host);
      case AppAction app -> object(app);
    };
  }

  private static String object(AppAction action) {
    return switch (action) {
      case AppAction.Fetch fetch -> String.join(" ", fetch.references());
      case AppAction.RemoveContainer remove -> remove.name();
      case AppAction.RemoveOld remove -> remove.name();
      case AppAction.RollBack back ->
          "%s to %s".formatted(back.app(), Image.shortId(back.to().imageId()));
      case AppAction.NoteVolumes note -> String.join(" ", note.volumes());
      case AppAction.PurgeData purge -> purge.data();
      case AppAction.SetAside aside -> "as " + aside.newName();
      case AppAction.Rename rename -> "as " + rename.name();
      case AppAction.Reconfigure reconfigure ->
          reconfigure.options().entrySet().stream()
              .map(option -> "--%s=%s".formatted(option.getKey(), option.getValue()))
              .collect(Collectors.joining(" "));
      case AppAction.RemoveImage remove ->
          remove.references().isEmpty() ? remove.imageId() : String.join(" ", remove.references());
      case AppAction.Adopt _,
          AppAction.Install _,
          AppAction.Run _,
          AppAction.Complete _,
          AppAction.Start _,
          AppAction.Unpause _,
          AppAction.Stop _,
          AppAction.Uninstall _,
          AppAction.PutBack _,
          AppAction.CheckHealth _,
          AppAction.Recheck _,
          AppAction.WriteRecord _,
          AppAction.Forget _ ->
          action.app();
    };
  }

  private static String object(HostAction action) {
    return switch (action) {
      case HostAction.ReleaseLock release ->
          "of group %s at %s".formatted(release.lock().group(), release.lock().url());
      case HostAction.Stage _,
          HostAction.Unstage _,
          HostAction.Reboot _,
          HostAction.WriteHost _,
          HostAction.ForgetHost _ ->
          action.host();
    };
  }

  private void notice(Problem problem) {
    text.append(style.faint("  note: " + Printable.line(problem.toString()))).append('\n');
  }

  private void line(String content) {
    text.append(INDENT).append(Printable.line(content)).append('\n');
  }
}
